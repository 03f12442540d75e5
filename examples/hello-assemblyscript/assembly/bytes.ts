/** Bytes that grow by doubling. Strings here are UTF-16; what goes in and out is bytes. */
export class Bytes {
  constructor(
    private buffer: Uint8Array = new Uint8Array(4096),
    public length: i32 = 0,
  ) {}

  at(i: i32): u8 {
    return this.buffer[i];
  }

  push(byte: u8): void {
    this.reserve(1);
    this.buffer[this.length++] = byte;
  }

  pushText(text: string): void {
    const count = <i32>String.UTF8.byteLength(text);
    this.reserve(count);
    String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, this.buffer.dataStart + this.length);
    this.length += count;
  }

  /** Reads what standard input has ready; false at its end. */
  readFromStdin(): bool {
    this.reserve(4096);
    const count = process.stdin.read(this.buffer.buffer, this.length);
    this.length += count;
    return count > 0;
  }

  toArrayBuffer(): ArrayBuffer {
    return this.buffer.buffer.slice(0, this.length);
  }

  private reserve(more: i32): void {
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
