/**
 * Lets a page die between any two of its steps: a store that stops answering. What was durable
 * before stays, what was asked for later never happens.
 */
export interface Life {
	isOver: boolean;
}

/** The store, for as long as the life lasts. */
export function mortal<T extends object>(store: T, life: Life): T {
	return new Proxy(store, {
		get(target, key) {
			const member: unknown = Reflect.get(target, key, target);
			if (typeof member !== 'function') return member;
			return (...args: unknown[]): unknown => {
				if (life.isOver) return new Promise(() => undefined);
				return Reflect.apply(member, target, args);
			};
		}
	});
}
