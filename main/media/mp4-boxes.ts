/** Pure reading of MP4 boxes: headers and children. */

export type BoxHeader = { type: string; size: number; headerSize: 8 | 16 };

/** The header of the box that starts at `at`. Undefined: too few bytes, or not a box. */
export function readBoxHeader(bytes: Buffer, at = 0): BoxHeader | undefined {
  if (at + 8 > bytes.length) return undefined;
  const type = bytes.toString('latin1', at + 4, at + 8);
  if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) return undefined;
  const size = bytes.readUInt32BE(at);
  if (size !== 1) return size >= 8 ? { type, size, headerSize: 8 } : undefined;
  if (at + 16 > bytes.length) return undefined;
  const large = Number(bytes.readBigUInt64BE(at + 8));
  return large >= 16 && Number.isSafeInteger(large) ? { type, size: large, headerSize: 16 } : undefined;
}

export type Box = { type: string; body: Buffer };

/** Child boxes that lie whole in `bytes`. */
export function childBoxes(bytes: Buffer, from = 0): Box[] {
  const boxes: Box[] = [];
  for (let at = from; ;) {
    const header = readBoxHeader(bytes, at);
    if (header === undefined || at + header.size > bytes.length) return boxes;
    boxes.push({ type: header.type, body: bytes.subarray(at + header.headerSize, at + header.size) });
    at += header.size;
  }
}

/** The first box at a path of types below `bytes`. */
export function findBox(bytes: Buffer, ...path: readonly string[]): Buffer | undefined {
  let body: Buffer | undefined = bytes;
  for (const type of path) {
    body = childBoxes(body).find((box) => box.type === type)?.body;
    if (body === undefined) return undefined;
  }
  return body;
}
