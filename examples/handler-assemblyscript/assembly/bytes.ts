/** Bytes that grow by doubling. Strings here are UTF-16; what goes in and out is bytes. */
export class Bytes {
  constructor(
    private buffer: Uint8Array = new Uint8Array(1024),
    public length: i32 = 0,
  ) {}

  get start(): usize {
    return this.buffer.dataStart;
  }

  get capacity(): i32 {
    return this.buffer.length;
  }

  at(i: i32): u8 {
    return this.buffer[i];
  }

  push(byte: u8): void {
    this.reserve(1);
    unchecked((this.buffer[this.length++] = byte));
  }

  pushText(text: string): void {
    const count = <i32>String.UTF8.byteLength(text);
    this.reserve(count);
    String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, this.start + this.length);
    this.length += count;
  }

  /** Makes room for so many bytes more. */
  reserve(more: i32): void {
    const needed = this.length + more;
    if (needed <= this.buffer.length) return;
    const grown = new Uint8Array(max(needed, this.buffer.length * 2));
    grown.set(this.buffer);
    this.buffer = grown;
  }
}

export function utf8(text: string): Bytes {
  const bytes = Uint8Array.wrap(String.UTF8.encode(text));
  return new Bytes(bytes, bytes.length);
}
