/** Models in the order in which a person thinks of them. Pure. */
import type { Model } from '../../../contract/analysis.ts';

const placeOfTask: Record<Model['task'], number> = {
  text: 0,
  speech: 1,
  chat: 2,
  sentences: 3,
  objects: 4,
  faces: 5,
  pose: 6,
};

/**
 * By task, the one in use first.
 * @returns `isBetter`: a pack that would do its task better than the model that is part of the program, and is not there
 */
export function modelsByTask(models: readonly Model[]): { model: Model; isBetter: boolean }[] {
  return models
    .toSorted(
      (left, right) =>
        placeOfTask[left.task] - placeOfTask[right.task] ||
        Number(right.is_used) - Number(left.is_used) ||
        left.name.localeCompare(right.name),
    )
    .map((model) => ({ model, isBetter: model.origin === 'pack' && model.state === 'not_installed' }));
}
