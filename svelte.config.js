import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		adapter: adapter({ precompress: true }),
		paths: { relative: false },
		// A dozen small sheets of what opens later would each hold the first paint up by a request.
		inlineStyleThreshold: 4096,
		// The worker is registered by workbox-window, in builds only (see client/app).
		serviceWorker: { register: false },
		// Kit refuses mutating requests without Origin, which tus outside browsers, webhooks and
		// Open311 clients send. hooks.server makes the stricter check itself: a cookie counts only
		// on a same-origin request.
		csrf: { trustedOrigins: ['*'] },
		csp: {
			mode: 'auto',
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				'style-src': ['self'],
				'style-src-attr': ['unsafe-inline'],
				'img-src': ['self', 'data:', 'blob:'],
				'font-src': ['self'],
				'connect-src': ['self'],
				'worker-src': ['self', 'blob:'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'frame-ancestors': ['none'],
				'form-action': ['self']
			}
		}
	}
};
