// Runs before the first paint: puts language, direction, theme, text size and hand on <html>, so that
// nothing mirrors or flashes afterwards. Mirrors client/state/preferences and i18n/locale.
(function () {
	var root = document.documentElement;
	var stored = {};
	try {
		stored = JSON.parse(localStorage.getItem('maydan.preferences') || '{}') || {};
	} catch {
		stored = {};
	}
	function pick(allowed, values) {
		for (var i = 0; i < values.length; i += 1) {
			if (allowed.indexOf(values[i]) >= 0) return values[i];
		}
		return allowed[0];
	}
	var cookie = (document.cookie.match(/(?:^|; )maydan_lang=(ar|en)/) || [])[1];
	var asked = new URLSearchParams(location.search).get('lang');
	var language = pick(['ar', 'en'], [asked, cookie, stored.language, root.lang]);
	root.lang = language;
	root.dir = language === 'ar' ? 'rtl' : 'ltr';
	root.dataset.theme = pick(['system', 'light', 'dark', 'sun'], [stored.theme]);
	root.dataset.textSize = pick(['2', '1', '3', '4'], [String(stored.textSize)]);
	root.dataset.hand = pick(['either', 'right', 'left'], [stored.hand]);
})();
