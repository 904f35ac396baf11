/** Joins FLV files into one stream whose parameters change in mid-stream, as a rotated phone sends it over RTMP. */
import { readFile, writeFile } from 'node:fs/promises';

const fileHeaderBytes = 13;
const tagHeaderBytes = 11;
const scriptTag = 18;

export async function joinFlv(output: string, inputs: readonly string[]): Promise<void> {
  const parts: Buffer[] = [];
  let offsetMs = 0;
  for (const input of inputs) {
    const bytes = await readFile(input);
    if (parts.length === 0) parts.push(bytes.subarray(0, fileHeaderBytes));
    let lastMs = offsetMs;
    for (let at = fileHeaderBytes; at + tagHeaderBytes < bytes.length;) {
      const end = at + tagHeaderBytes + bytes.readUIntBE(at + 1, 3) + 4;
      const tag = Buffer.from(bytes.subarray(at, end));
      // 24 bits of milliseconds, then their upper 8.
      const timeMs = tag.readUIntBE(4, 3) + tag.readUInt8(7) * 0x1000000 + offsetMs;
      tag.writeUIntBE(timeMs % 0x1000000, 4, 3);
      tag.writeUInt8(Math.floor(timeMs / 0x1000000), 7);
      lastMs = Math.max(lastMs, timeMs);
      if (offsetMs === 0 || tag[0] !== scriptTag) parts.push(tag);
      at = end;
    }
    offsetMs = lastMs + 40;
  }
  await writeFile(output, Buffer.concat(parts));
}
