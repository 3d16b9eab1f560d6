/**
 * Memory that is written again and again: the system gives it page by page, which takes longer than to write it, so
 * it is asked for once.
 */
export class Memory {
  private readonly chunks: Uint8Array<ArrayBuffer>[] = [];
  private taken = 0;

  /** So many bytes at least, of any content, until all is given back. */
  take(bytes: number): Uint8Array<ArrayBuffer> {
    let chunk = this.chunks[this.taken];
    if (chunk === undefined || chunk.length < bytes) chunk = new Uint8Array(bytes);
    this.chunks[this.taken++] = chunk;
    return chunk;
  }

  /** What was taken is void. */
  giveBack(): void {
    this.taken = 0;
  }
}
