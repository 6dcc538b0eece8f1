/** What a page of the bench can be asked to measure; times in milliseconds of the page's clock. */
interface BenchPage {
	/** From opening the device until the first sync is complete. */
	firstSync(): Promise<{ ms: number; reports: number; wireBytes: number; jsonBytes: number }>;
	/** One fetch of the same rows and one bulkPut into the same stores. */
	bareSync(userName: string): Promise<{ ms: number; reports: number }>;
	/** Syncs first, queues all work without a line, then measures until the line has taken it. */
	drain(work: DrainWork): Promise<{ ms: number; commandBytes: number; photoBytes: number }>;
	/** The photos of a drain by tus-js-client as it comes, one after the other. */
	plainTus(work: DrainWork): Promise<{ ms: number; photoBytes: number }>;
	/** One upload of so many bytes, durable on the server. */
	bareUpload(bytes: number): Promise<{ ms: number }>;
	/** Uploads of one after the other, each durable. */
	bareUploads(count: number, bytesEach: number): Promise<{ ms: number }>;
	/** Acts one after the other without a line: the median and the 95th percentile. */
	enqueue(count: number): Promise<{ p50: number; p95: number }>;
	/** The same rows, each in a bare strict transaction. */
	bareEnqueue(count: number): Promise<{ p50: number; p95: number }>;
	paintMap(count: number): Promise<{ ms: number; painted: boolean }>;
	paintCircles(count: number): Promise<{ ms: number; painted: boolean }>;
}

export interface DrainWork {
	notes: number;
	photos: number;
	/** The file that each photo is made of. */
	picture: string;
	/** Makes the photos of this run unlike those of any other. */
	run: string;
}

declare global {
	interface Window {
		bench: BenchPage;
	}
}
