/** Operation of the analysis host: a frame as it may be kept beside a signal, small and (by default) without faces. */
import sharp from 'sharp';
import type { HostContext, Operation } from '../host/operation.ts';
import type { Box } from '../../../contract/analysis.ts';
import { scaledBox } from './boxes.ts';
import { findFaces } from './detectors.ts';
import { hideDetail } from './hide-detail.ts';
import { seeScene } from './look-at-picture.ts';
import { type Picture, loadPicture } from './picture.ts';

/** Of kept frames, pixels: enough to see a hand or a phone. */
const evidenceWidth = 960;
/** Faces that are hidden are believed much sooner than faces that count. */
const perhapsFace = 0.2;

/**
 * Joints tell where a head is, so they are looked for of everybody in a large class: 60 people take some two seconds.
 * Phones have no heads.
 */
const effort = { poses: 60, phones: 0 };

export type EvidenceArguments = { image: Uint8Array; hidesFaces: boolean };
export type EvidencePicture = { jpeg: Uint8Array; width: number; height: number };

/** @throws AppError image_unreadable, model_missing (a frame whose faces cannot be found is not kept) */
export const makeEvidencePicture: Operation<EvidenceArguments, EvidencePicture> = async (
  context,
  { image, hidesFaces },
  signal,
) => {
  const picture = await loadPicture(image);
  if (hidesFaces) {
    const { heads } = await seeScene(context, picture, signal, effort);
    for (const head of [...heads, ...(await smallFaces(context, picture))]) hideDetail(picture, head);
  }
  const { width, height } = picture;
  const { data, info } = await sharp(picture.rgb, { raw: { width, height, channels: 3 } })
    .resize({ width: evidenceWidth, withoutEnlargement: true })
    .jpeg({ quality: 80 })
    .toBuffer({ resolveWithObject: true });
  return { jpeg: data, width: info.width, height: info.height };
};

/** Faces of the back rows: looked for once more in overlapping parts, each half as wide and as high as the picture. */
async function smallFaces(context: HostContext, picture: Picture): Promise<Box[]> {
  const width = picture.width * 0.5;
  const height = picture.height * 0.5;
  const found: Box[] = [];
  for (const x of [0, 0.25, 0.5]) {
    for (const y of [0, 0.25, 0.5]) {
      const part = { x: x * picture.width, y: y * picture.height, width, height };
      const faces = await findFaces(context, picture, part, perhapsFace);
      found.push(...faces.map(({ box }) => scaledBox(box, 1.5)));
    }
  }
  return found;
}
