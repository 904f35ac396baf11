/** Everything the core may ask of the analysis host. Loaded in the child process; the core imports its type alone. */
import { embedLines, fitChatHeads, judgeChatHeads, scoreChatLines } from '../chat/pack/pack-operations.ts';
import { studyInHost } from '../session/study-operation.ts';
import { readText } from '../text/read-text.ts';
import { hearSpeech } from '../speech/hear-speech.ts';
import { makeEvidencePicture } from '../vision/evidence-picture.ts';
import { lookAtPicture } from '../vision/look-at-picture.ts';

export const operations = {
  embed_lines: embedLines,
  fit_chat_heads: fitChatHeads,
  hear_speech: hearSpeech,
  judge_chat_heads: judgeChatHeads,
  look_at_picture: lookAtPicture,
  make_evidence_picture: makeEvidencePicture,
  read_text: readText,
  score_chat_lines: scoreChatLines,
  study_session: studyInHost,
};

export type HostOperations = typeof operations;
export type OperationName = keyof HostOperations;
