/** What the local databases of a person are called, and the shape of the cache: known without opening one. */

/** What the database of every outbox is called, before the id of its person. */
export const outboxPrefix = 'maydan-outbox-';
export const outboxNameOf = (personId: string) => outboxPrefix + personId;
export const cacheNameOf = (personId: string) => `maydan-cache-${personId}`;

/** Shape of the cache's rows: raise it with every change of what they look like. */
export const cacheSchemaRev = 2;
