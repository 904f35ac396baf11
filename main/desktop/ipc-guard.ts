/** Decides whether a message from a window is answered, and checks it and the answer against the contract. Pure. */
import {
  type IpcReply,
  type IpcResult,
  ipcContract,
  type ShellEvent,
  shellEventSchemas,
} from '../../contract/ipc.ts';
import { type IpcChannel, ipcChannels, type ShellEventName } from '../../contract/ipc-names.ts';
import type { z } from 'zod';
import { AppError, toErrorSummary } from '../base/app-error.ts';
import { isOrigin } from './navigation-guard.ts';

/** What is known of who sent a message; undefined when its frame is gone. */
export type Sender = { url: string; isMainFrame: boolean; isOurWindow: boolean } | undefined;

export type IpcHandlers = {
  [C in IpcChannel]: (request: z.output<(typeof ipcContract)[C]['request']>) => Promise<IpcReply<C>>;
};

/** Only the top frame of our window, and only while it shows the core's page. */
export function isTrustedSender(sender: Sender, coreOrigin: string | undefined): boolean {
  return sender !== undefined && sender.isOurWindow && sender.isMainFrame && isOrigin(sender.url, coreOrigin);
}

/** Never rejects: what goes wrong is a value, since an Error loses its code between the processes. */
export async function answerIpc(
  call: { sender: Sender; channel: unknown; request: unknown },
  options: { coreOrigin: string | undefined; handlers: IpcHandlers; onFailure: (error: unknown) => void },
): Promise<IpcResult<unknown>> {
  try {
    if (!isTrustedSender(call.sender, options.coreOrigin)) {
      throw new AppError('origin_not_allowed', 'only the recorder’s own page may ask this');
    }
    const channel = ipcChannels.find((known) => known === call.channel);
    if (channel === undefined) throw new AppError('not_found', 'there is no such channel');
    return { ok: true, value: await run(channel, call.request, options.handlers) };
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'internal') options.onFailure(error);
    return { ok: false, error: toErrorSummary(error) };
  }
}

async function run(channel: IpcChannel, request: unknown, handlers: IpcHandlers): Promise<unknown> {
  const schemas = ipcContract[channel];
  const parsed = schemas.request.safeParse(request);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path, message }) => `${path.join('.') || channel}: ${message}`);
    throw new AppError('validation_failed', fields.join('; '));
  }
  const handler: (request: never) => Promise<unknown> = handlers[channel];
  // The schema of this very channel made it.
  return schemas.reply.parse(await handler(parsed.data as never));
}

/** @throws z.ZodError when the shell itself made a mistake */
export function checkedEvent<N extends ShellEventName>(name: N, event: ShellEvent<N>): ShellEvent<N> {
  return shellEventSchemas[name].parse(event) as ShellEvent<N>;
}
