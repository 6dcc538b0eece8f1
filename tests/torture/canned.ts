/** What somebody else answers in place of the server: a captive portal, or a proxy in front of it. */
import type { DrawnFault } from './wire-faults';

const portalPath = '/portal';
const portalPage = '<html><title>Sign in to the network</title></html>';

/** The whole answer as it goes over the line; null where the server itself is asked. */
export function cannedOf(path: string, fault: DrawnFault | null, url: string): string | null {
	if (path === portalPath) return page(200, portalPage);
	switch (fault?.kind) {
		case 'portal_page':
			return page(200, portalPage);
		case 'portal_redirect':
			return page(302, '', [`location: ${url}${portalPath}`]);
		case 'portal_json':
			return page(200, fault.draw() < 0.5 ? '{}' : '{"ok":true}', [], 'application/json');
		case 'proxy_502':
			return page(502, '<html>Bad Gateway</html>');
		default:
			return null;
	}
}

function page(status: number, body: string, more: string[] = [], type = 'text/html'): string {
	const length = `content-length: ${Buffer.byteLength(body)}`;
	const head = [`HTTP/1.1 ${status} Somebody`, `content-type: ${type}`, length, ...more];
	return `${[...head, 'connection: close'].join('\r\n')}\r\n\r\n${body}`;
}
