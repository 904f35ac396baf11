import { expect, it } from 'vitest';
import type { Model } from '../../../contract/analysis.ts';
import { modelsByTask } from './model-list.ts';

const model = (name: string, part: Partial<Model>): Model => ({
  name,
  version: '1',
  task: 'objects',
  licence: 'Apache-2.0',
  size_bytes: 1,
  sha256: '',
  source: '',
  origin: 'built_in',
  state: 'installed',
  is_used: false,
  progress: null,
  job_id: null,
  missing_files: [],
  fit: null,
  ...part,
});

it('lists models by task, the one in use first, and names the packs that would do better', () => {
  const list = modelsByTask([
    model('coco', { is_used: true }),
    model('yolox', { origin: 'pack', state: 'not_installed' }),
    model('yunet', { task: 'faces', origin: 'pack', is_used: true }),
    model('blazeface', { task: 'faces' }),
    model('tesseract', { task: 'text', is_used: true }),
  ]);
  expect(list.map(({ model: { name }, isBetter }) => [name, isBetter])).toEqual([
    ['tesseract', false],
    ['coco', false],
    ['yolox', true],
    ['yunet', false],
    ['blazeface', false],
  ]);
});
