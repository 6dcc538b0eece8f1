/** A city profile that cannot be used; the message is one sentence naming profile, file and field. */
export class ProfileError extends Error {
	override name = 'ProfileError';
}
