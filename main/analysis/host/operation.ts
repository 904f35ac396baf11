/** What an operation of the analysis host is: it runs in the child process, with the models at hand. */
import type { InferenceSession } from 'onnxruntime-node';

export type HostContext = {
  /** Opened on first use, kept while the host lives, one thread. @throws AppError model_missing */
  session(model: string): Promise<InferenceSession>;
  /** Absolute path of a model's file, or of the folder when it has several. @throws AppError model_missing */
  modelPath(model: string): string;
  hasModel(model: string): boolean;
};

/**
 * @param args and results are copied between processes (structured clone): plain objects and typed arrays.
 * @param signal fires when nobody waits for the answer any more
 */
export type Operation<Args, Result> = (
  context: HostContext,
  args: Args,
  signal: AbortSignal,
) => Promise<Result>;
