/**
 * Wakes whoever listens to a scope after its head moved: "come and read", never the change itself.
 *
 * 1. Only after the commit; a wake that is lost costs time, never data (devices also ask by timer).
 * 2. Wakes of one turn of the event loop reach a listener as one.
 */
export type Heads = Readonly<Record<string, number>>;

export interface Wake {
	/** Hears the new heads of these scopes until the returned function is called or the server closes. */
	subscribe(
		scopes: readonly string[],
		listen: (heads: Heads) => void,
		onClose?: () => void
	): () => void;
	/** Tells that these scopes moved. */
	announce(versions: ReadonlyMap<string, number>): void;
	/** Ends all subscriptions and tells them. */
	close(): void;
}

interface Listener {
	listen: (heads: Heads) => void;
	onClose: () => void;
	waiting: Map<string, number>;
}

export function createWake(schedule: (flush: () => void) => void = setImmediate): Wake {
	const byScope = new Map<string, Set<Listener>>();
	const due = new Set<Listener>();
	const flush = () => {
		const listeners = [...due];
		due.clear();
		for (const listener of listeners) {
			const heads = Object.fromEntries(listener.waiting);
			listener.waiting.clear();
			listener.listen(heads);
		}
	};
	return {
		subscribe(scopes, listen, onClose = () => undefined) {
			const listener: Listener = { listen, onClose, waiting: new Map() };
			for (const scope of scopes) {
				const listeners = byScope.get(scope) ?? new Set();
				byScope.set(scope, listeners.add(listener));
			}
			return () => {
				due.delete(listener);
				for (const scope of scopes) {
					const listeners = byScope.get(scope);
					listeners?.delete(listener);
					if (listeners?.size === 0) byScope.delete(scope);
				}
			};
		},
		announce(versions) {
			const wasIdle = due.size === 0;
			for (const [scope, v] of versions) {
				for (const listener of byScope.get(scope) ?? []) {
					listener.waiting.set(scope, Math.max(v, listener.waiting.get(scope) ?? 0));
					due.add(listener);
				}
			}
			if (wasIdle && due.size > 0) schedule(flush);
		},
		close() {
			const listeners = new Set([...byScope.values()].flatMap((set) => [...set]));
			byScope.clear();
			due.clear();
			for (const listener of listeners) listener.onClose();
		}
	};
}
