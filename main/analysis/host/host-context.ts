/** The models as operations see them: opened when first used, once, with one thread each. */
import type { InferenceSession } from 'onnxruntime-node';
import type { ModelFiles } from '../models/model-files.ts';
import type { HostContext } from './operation.ts';

/** One thread: a second one made every model slower on two cores, and takes it from the recording. */
export const sessionOptions: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  // 3: errors; warnings are about graphs nobody here can change.
  logSeverityLevel: 3,
};

export function createHostContext(files: ModelFiles): HostContext {
  const sessions = new Map<string, Promise<InferenceSession>>();

  async function open(model: string): Promise<InferenceSession> {
    const file = files.path(model);
    // Tens of megabytes that reading text alone does not need.
    const runtime = await import('onnxruntime-node');
    return runtime.InferenceSession.create(file, sessionOptions);
  }

  return {
    session: async (model) => {
      const opened = sessions.get(model) ?? open(model);
      sessions.set(model, opened);
      try {
        return await opened;
      } catch (error) {
        // It may be installed by the next time.
        sessions.delete(model);
        throw error;
      }
    },
    modelPath: (model) => files.path(model),
    hasModel: (model) => files.state(model) === 'installed',
  };
}
