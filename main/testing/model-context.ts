/** The models for tests and measurements that call operations of the analysis host without a host. */
import path from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import type { HostContext } from '../analysis/host/operation.ts';
import { packageRoot } from '../base/package-info.ts';
import { isPack, samplePack } from './sample-photos.ts';

/** @param options.withPacks the sample packs go before built-in models */
export function openModelContext(options: { withPacks?: boolean } = {}): HostContext {
  const sessions = new Map<string, Promise<InferenceSession>>();
  return {
    session: async (model) => {
      const open = sessions.get(model) ?? InferenceSession.create(pathOf(model), { intraOpNumThreads: 1 });
      sessions.set(model, open);
      return open;
    },
    modelPath: pathOf,
    hasModel: (model) => !isPack(model) || (options.withPacks === true && samplePack(model) !== undefined),
  };
}

function pathOf(model: string): string {
  return samplePack(model) ?? path.join(packageRoot, 'dist', 'models', `${model}.onnx`);
}
