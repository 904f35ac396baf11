/**
 * A look at a source before class: pictures and loudness until `signal` fires or the core ends it. Read with fetch and
 * not with EventSource, which cannot say why a preview was refused and would open it anew after its end.
 */
import type { z } from 'zod';
import type { PreviewEnd, PreviewEventName, previewEventSchemas } from '../../../contract/recording.ts';
import { openStream } from '../../api/client.ts';
import { createEventParser } from './event-text.ts';

type Payload<N extends PreviewEventName> = z.infer<(typeof previewEventSchemas)[N]>;
export type PreviewListener = {
  picture: (payload: Payload<'picture'>) => void;
  level: (payload: Payload<'level'>) => void;
  problem: (payload: Payload<'problem'>) => void;
};

/**
 * @returns why it ended; undefined when the connection broke
 * @throws ApiFailure when there is no preview to be had; DOMException AbortError when `signal` fired
 */
export async function watchPreview(
  address: string,
  listener: PreviewListener,
  signal: AbortSignal,
): Promise<PreviewEnd | undefined> {
  const parameters = new URLSearchParams({ stream_url: address });
  const body = await openStream(`/api/recording/preview?${parameters}`, signal);
  const parse = createEventParser();
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return undefined;
    for (const { name, data } of parse(decoder.decode(value, { stream: true }))) {
      const payload: unknown = JSON.parse(data);
      if (name === 'picture') listener.picture(payload as Payload<'picture'>);
      if (name === 'level') listener.level(payload as Payload<'level'>);
      if (name === 'problem') listener.problem(payload as Payload<'problem'>);
      if (name === 'end') return (payload as Payload<'end'>).reason;
    }
  }
}
