/** Names of the classes of COCO, the data set that both object detectors were trained on. */

/** In the order in which YOLOX numbers them, from 0. */
export const cocoLabels: readonly string[] = [
  ...['person', 'bicycle', 'car', 'motorcycle', 'airplane', 'bus', 'train', 'truck', 'boat', 'traffic light'],
  ...['fire hydrant', 'stop sign', 'parking meter', 'bench', 'bird', 'cat', 'dog', 'horse', 'sheep', 'cow'],
  ...[
    'elephant',
    'bear',
    'zebra',
    'giraffe',
    'backpack',
    'umbrella',
    'handbag',
    'tie',
    'suitcase',
    'frisbee',
  ],
  ...[
    'skis',
    'snowboard',
    'sports ball',
    'kite',
    'baseball bat',
    'baseball glove',
    'skateboard',
    'surfboard',
  ],
  ...['tennis racket', 'bottle', 'wine glass', 'cup', 'fork', 'knife', 'spoon', 'bowl', 'banana', 'apple'],
  ...['sandwich', 'orange', 'broccoli', 'carrot', 'hot dog', 'pizza', 'donut', 'cake', 'chair', 'couch'],
  ...['potted plant', 'bed', 'dining table', 'toilet', 'tv', 'laptop', 'mouse', 'remote', 'keyboard'],
  ...['cell phone', 'microwave', 'oven', 'toaster', 'sink', 'refrigerator', 'book', 'clock', 'vase'],
  ...['scissors', 'teddy bear', 'hair drier', 'toothbrush'],
];

/** Numbers of the original COCO list (1–90) that its detection classes leave out. */
const unusedNumbers = new Set([12, 26, 29, 30, 45, 66, 68, 69, 71, 83]);

/** By the numbers of coco-ssd (1–90, 0 is the background); undefined where a number has no class. */
export const cocoSsdLabels: readonly (string | undefined)[] = numberedLabels();

function numberedLabels(): (string | undefined)[] {
  const labels: (string | undefined)[] = [undefined];
  let next = 0;
  for (let number = 1; number <= 90; number += 1) {
    labels.push(unusedNumbers.has(number) ? undefined : cocoLabels[next++]);
  }
  return labels;
}
