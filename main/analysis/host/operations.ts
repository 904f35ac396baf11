/** Everything the core may ask of the analysis host. Loaded in the child process; the core imports its type alone. */
import { hearSpeech } from '../speech/hear-speech.ts';

export const operations = {
  hear_speech: hearSpeech,
};

export type HostOperations = typeof operations;
export type OperationName = keyof HostOperations;
