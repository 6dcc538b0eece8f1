/**
 * Where a message of ours may go that somebody else has addressed: to public addresses only. Browsers
 * name the server of their maker; a forged name must not make this server knock inside its own network.
 *
 * 1. The address is judged when the connection is made, after the name was looked up, so that a name
 *    cannot change its mind in between.
 */
import { lookup } from 'node:dns';
import { Agent } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const closed = new BlockList();
for (const [net, bits] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['224.0.0.0', 3]
] as const)
	closed.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
	['::', 127],
	['64:ff9b::', 96],
	['fc00::', 7],
	['fe80::', 10],
	['ff00::', 8]
] as const)
	closed.addSubnet(net, bits, 'ipv6');

/** Whether an IP address lies in the public network; mapped IPv4 addresses are judged as such. */
export function isPublicAddress(address: string): boolean {
	const family = isIP(address);
	if (family === 0) return false;
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
	if (mapped !== undefined) return isPublicAddress(mapped);
	return !closed.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** Whether an address of the web may be kept at all: https, and no plain private host. */
export function isPublicUrl(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, hostname, username, password } = new URL(text);
	if (protocol !== 'https:' || username !== '' || password !== '') return false;
	const host = hostname.replace(/^\[|\]$/g, '');
	if (isIP(host) !== 0) return isPublicAddress(host);
	return host.includes('.') && !/\.(local|localhost|internal|lan|home|arpa)\.?$/i.test(host);
}

/** Connects to public addresses only. */
export function publicAgent(): Agent {
	return new Agent({ lookup: publicLookup });
}

const publicLookup: LookupFunction = (host, options, callback) => {
	lookup(host, { ...options, all: true }, (error, found) => {
		const [first, ...rest] = error === null ? found : [];
		const all = first === undefined ? [] : [first, ...rest];
		if (first === undefined) return callback(error ?? notPublic(host), '');
		if (all.some(({ address }) => !isPublicAddress(address))) return callback(notPublic(host), '');
		if (options.all === true) return callback(null, all);
		callback(null, first.address, first.family);
	});
};

function notPublic(host: string): NodeJS.ErrnoException {
	return Object.assign(new Error(`${host} is no public address`), { code: 'ENOTFOUND' });
}
