/** Allows a number of requests within any second. Rejected ones do not count. */
export class RateLimit {
	private allowed: number[] = [];

	/** Whether a request at this time (milliseconds) is within the limit; if so, it counts. */
	allows(perSecond: number | undefined, at: number): boolean {
		if (perSecond === undefined) return true;
		this.allowed = this.allowed.filter((time) => at - time < 1000);
		if (this.allowed.length >= perSecond) return false;
		this.allowed.push(at);
		return true;
	}

	clear(): void {
		this.allowed = [];
	}
}
