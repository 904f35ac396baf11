/** RFC 6381 codec strings from sample descriptions, as playlists and browsers want them. */
import { type Box, childBoxes } from './mp4-boxes.ts';

const visualHeader = 78;
const soundHeader = 28;

/** @param entry the first entry of `stsd`. Unknown codecs give their four letters. */
export function codecString(entry: Box): string {
  const configuration = (type: string, header: number) =>
    childBoxes(entry.body, header).find((box) => box.type === type)?.body;
  switch (entry.type) {
    case 'avc1':
    case 'avc3': {
      const avcc = configuration('avcC', visualHeader);
      return avcc === undefined ? entry.type : `${entry.type}.${avcc.toString('hex', 1, 4)}`;
    }
    case 'hvc1':
    case 'hev1': {
      const hvcc = configuration('hvcC', visualHeader);
      return hvcc === undefined ? entry.type : hevcString(entry.type, hvcc);
    }
    case 'av01': {
      const av1c = configuration('av1C', visualHeader);
      return av1c === undefined ? entry.type : av1String(av1c);
    }
    case 'mp4a': {
      const esds = configuration('esds', soundHeader);
      return esds === undefined ? 'mp4a.40.2' : mpegSoundString(esds);
    }
    case 'Opus':
      return 'opus';
    case 'fLaC':
      return 'flac';
    default:
      return entry.type.trim();
  }
}

/** ISO/IEC 14496-15 annex E: profile, compatibility bits in reverse, tier and level, constraint bytes without zeros. */
function hevcString(type: string, hvcc: Buffer): string {
  const first = hvcc.readUInt8(1);
  const space = ['', 'A', 'B', 'C'][first >> 6] ?? '';
  let reversed = 0;
  for (let bit = 0; bit < 32; bit += 1) {
    if ((hvcc.readUInt32BE(2) >>> bit) & 1) reversed += 2 ** (31 - bit);
  }
  const constraints = [...hvcc.subarray(6, 12)];
  while (constraints.length > 0 && constraints.at(-1) === 0) constraints.pop();
  const level = `${first & 0x20 ? 'H' : 'L'}${hvcc.readUInt8(12)}`;
  const parts = [type, `${space}${first & 0x1f}`, reversed.toString(16).toUpperCase(), level];
  return [...parts, ...constraints.map((byte) => byte.toString(16).toUpperCase())].join('.');
}

function av1String(av1c: Buffer): string {
  const second = av1c.readUInt8(1);
  const third = av1c.readUInt8(2);
  const level = String(second & 0x1f).padStart(2, '0');
  const depth = third & 0x40 ? (third & 0x20 ? '12' : '10') : '08';
  return `av01.${second >> 5}.${level}${third & 0x80 ? 'H' : 'M'}.${depth}`;
}

/** Walks the descriptors of `esds`: 3 (stream) holds 4 (decoder: object type) holds 5 (its configuration). */
function mpegSoundString(esds: Buffer): string {
  let at = 4;
  let objectType = 0x40;
  while (at < esds.length) {
    const tag = esds.readUInt8(at);
    at += 1;
    while (at < esds.length && esds.readUInt8(at) & 0x80) at += 1;
    at += 1;
    if (tag === 3) {
      const flags = esds.readUInt8(at + 2);
      at += 3 + (flags & 0x80 ? 2 : 0) + (flags & 0x20 ? 2 : 0);
    } else if (tag === 4) {
      objectType = esds.readUInt8(at);
      if (objectType !== 0x40) return `mp4a.${objectType.toString(16).toUpperCase()}`;
      at += 13;
    } else if (tag === 5) {
      const audioObject = esds.readUInt8(at) >> 3;
      return `mp4a.40.${audioObject === 31 ? 32 + ((esds.readUInt16BE(at) >> 5) & 0x3f) : audioObject}`;
    } else break;
  }
  return 'mp4a.40.2';
}
