/**
 * What the desktop shell can do for the page that a browser can't: native dialogs, files outside the library, screens
 * with pictures, permissions of the operating system. Everything else goes over HTTP, also on the desktop.
 * Both directions are checked against these schemas in the shell. In an ordinary browser `window.airclass` is absent.
 */
import { z } from 'zod';
import { idSchema } from './common.ts';
import type { ErrorSummary } from './errors.ts';
import type { IpcChannel, ShellEventName } from './ipc-names.ts';
import { updateOfferSchema, updatesStateSchema } from './updates.ts';
import { importFieldsSchema, importReplySchema } from './vod.ts';

const nothing = z.undefined();
const absolutePathSchema = z.string().min(1).max(4096);
/** A core route with its query, e.g. `/api/vod/…/download?start=1`. */
const corePathSchema = z.string().regex(/^\/api\/[\x21-\x7e]{1,2000}$/, 'a path below /api/');
const saveIdSchema = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);

export const permissionStates = ['granted', 'denied', 'not-determined', 'restricted', 'unknown'] as const;
const permissionStateSchema = z.enum(permissionStates);
export const permissionKinds = ['screen', 'camera', 'microphone'] as const;
const permissionsSchema = z.object({
  screen: permissionStateSchema,
  camera: permissionStateSchema,
  microphone: permissionStateSchema,
});
/** An Electron accelerator: modifiers and one key. Without a modifier it would take a key from every program. */
export const acceleratorSchema = z
  .string()
  .max(60)
  .regex(
    /^(?:(?:CommandOrControl|Command|Control|Alt|Option|Shift|Super|Meta)\+){1,4}(?:[A-Z0-9]|F(?:[1-9]|1\d|2[0-4])|Space|Tab|Home|End|PageUp|PageDown|Insert|Delete)$/,
  );
export const suggestedShortcut = 'CommandOrControl+Shift+R';
const shortcutStateSchema = z.object({
  /** null: off, as it is at first. */
  accelerator: z.string().nullable(),
  /** Whether the operating system gave it to us; another program may hold it. */
  is_active: z.boolean(),
  suggested: z.string(),
});
const loginItemSchema = z.object({ is_enabled: z.boolean() });

type Channel = { request: z.ZodType; reply: z.ZodType };

export const ipcContract = {
  'app.info': {
    request: nothing,
    reply: z.object({
      version: z.string(),
      electron: z.string(),
      platform: z.enum(['win32', 'darwin', 'linux']),
      log_file: z.string(),
    }),
  },
  /** Window frame, menus, tray and notifications follow the page. */
  'appearance.set': {
    request: z.strictObject({ theme: z.enum(['system', 'light', 'dark']), language: z.enum(['ko', 'en']) }),
    reply: nothing,
  },
  'data-folder.get': {
    request: nothing,
    reply: z.object({ path: z.string(), is_default: z.boolean() }),
  },
  /** Shows the dialog; nothing changes yet. null: closed without a choice. */
  /** A folder for backups; the recorder is told of it through the settings. */
  'backup-folder.pick': { request: nothing, reply: z.object({ path: absolutePathSchema }).nullable() },
  'data-folder.pick': { request: nothing, reply: z.object({ path: absolutePathSchema }).nullable() },
  /**
   * Restarts the core on a folder that the dialog returned; null: the one of old. Lessons stay where they are: those of
   * the old folder come back with it. The page is loaded anew afterwards.
   * Errors: recording_in_progress, storage_unavailable, validation_failed.
   */
  'data-folder.set': {
    request: z.strictObject({ path: absolutePathSchema.nullable() }),
    reply: z.object({ path: z.string() }),
  },
  /**
   * Asks where to and streams what the core answers into that file. Progress comes as `export.progress`.
   * Errors: those of the core's route, storage_unavailable, disk_full.
   */
  'export.save': {
    request: z.strictObject({
      /** Chosen by the page: ties progress and cancelling to it. */
      save_id: saveIdSchema,
      path: corePathSchema,
      suggested_name: z.string().min(1).max(200),
    }),
    reply: z.discriminatedUnion('status', [
      z.object({ status: z.literal('saved'), file_path: z.string(), size_bytes: z.int() }),
      z.object({ status: z.literal('cancelled') }),
    ]),
  },
  'export.cancel': { request: z.strictObject({ save_id: saveIdSchema }), reply: nothing },
  /** In Finder or Explorer. Only below the data folder, or what `export.save` wrote. */
  'file.show': {
    request: z.strictObject({ path: absolutePathSchema }),
    reply: z.object({ shown: z.boolean() }),
  },
  /** In the browser; only https, only the sites of licences and of the project. */
  'link.open': {
    request: z.strictObject({ url: z.string().max(2048) }),
    reply: z.object({ opened: z.boolean() }),
  },
  'login-item.get': { request: nothing, reply: loginItemSchema },
  'login-item.set': { request: loginItemSchema.strict(), reply: loginItemSchema },
  'permission.state': { request: nothing, reply: permissionsSchema },
  /** The system asks once for camera and microphone; afterwards, and for the screen, its settings are opened. */
  'permission.request': {
    request: z.strictObject({ kind: z.enum(permissionKinds) }),
    reply: permissionsSchema,
  },
  /** Screens with a small picture (data: URL; null when the system gave none); `stream_url` can be recorded. */
  'screen.list': {
    request: nothing,
    reply: z.object({
      permission: permissionStateSchema,
      items: z.array(
        z.object({
          stream_url: z.string(),
          name: z.string(),
          is_primary: z.boolean(),
          width: z.int(),
          height: z.int(),
          thumbnail: z.string().startsWith('data:image/').nullable(),
        }),
      ),
    }),
  },
  'shortcut.get': { request: nothing, reply: shortcutStateSchema },
  'shortcut.set': {
    request: z.strictObject({ accelerator: acceleratorSchema.nullable() }),
    reply: shortcutStateSchema,
  },
  'updates.state': { request: nothing, reply: updatesStateSchema },
  /** Looks at the feed and the school's folder now; answers when it has. */
  'updates.check': { request: nothing, reply: updatesStateSchema },
  /** Shows the dialog. null: closed without a choice. Errors: updates_off, update_*. */
  'updates.pick': { request: nothing, reply: updateOfferSchema.nullable() },
  /** What a file holds that was handed to the program (event `open`, `/settings/updates?file=<file_id>`). */
  'updates.offer': { request: z.strictObject({ file_id: idSchema }), reply: updateOfferSchema },
  /** Checks and unpacks it in the background; how that goes comes as `updates`. Errors: those of `updates.offer`. */
  'updates.stage': { request: z.strictObject({ file_id: idSchema }), reply: updatesStateSchema },
  'updates.cancel': { request: nothing, reply: nothing },
  /**
   * Starts what is ready now; the page is loaded anew. Errors: recording_in_progress, not_ready (files are being
   * imported), update_not_ready, update_in_progress.
   */
  'updates.switch': { request: nothing, reply: nothing },
  /** Ends the program, installs what the feed brought, and starts it again. Errors as above. */
  'updates.install': { request: nothing, reply: nothing },
  /** Files the page is sending or is about to: they would be lost with it, so the shell asks before it ends. */
  'uploads.set': { request: z.strictObject({ count: z.int().min(0) }), reply: nothing },
  /** Shows the dialog. The page never sees a path: `file_id` stands for it until the app ends. */
  'video.pick': {
    request: nothing,
    reply: z.object({ file_id: idSchema, name: z.string(), size_bytes: z.int() }).nullable(),
  },
  /** Gives a picked or handed-over file (see event `open`, `/import?file=<file_id>&name=…`) to the core. */
  'video.import': {
    request: z.strictObject({ file_id: idSchema, fields: importFieldsSchema }),
    reply: importReplySchema,
  },
} as const satisfies Record<IpcChannel, Channel>;

type Contract = typeof ipcContract;
export type IpcRequest<C extends IpcChannel> = z.input<Contract[C]['request']>;
export type IpcReply<C extends IpcChannel> = z.output<Contract[C]['reply']>;

/** Failures are values: an Error loses its code on the way between two worlds. */
export type IpcResult<T> = { ok: true; value: T } | { ok: false; error: ErrorSummary };

export const shellEventSchemas = {
  /** Show this page: an opened protocol link, a file given to the program, the global shortcut, a menu entry. */
  open: z.object({ path: z.string().startsWith('/') }),
  /** The core ended by itself and is being started again, or runs again. */
  core: z.discriminatedUnion('state', [
    z.object({ state: z.literal('restarting'), was_recording: z.boolean() }),
    /** `goes_on`: a lesson that was being recorded still is. */
    z.object({ state: z.literal('running'), was_recording: z.boolean(), goes_on: z.boolean() }),
  ]),
  'export.progress': z.object({
    save_id: z.string(),
    written_bytes: z.int(),
    /** null while the core does not say. */
    total_bytes: z.int().nullable(),
  }),
  updates: updatesStateSchema,
} as const satisfies Record<ShellEventName, z.ZodType>;
export type ShellEvent<N extends ShellEventName> = z.output<(typeof shellEventSchemas)[N]>;

/** `window.airclass`. */
export type DesktopBridge = {
  invoke<C extends IpcChannel>(
    channel: C,
    ...request: undefined extends IpcRequest<C> ? [] : [request: IpcRequest<C>]
  ): Promise<IpcResult<IpcReply<C>>>;
  /** @returns a function that ends the listening */
  on<N extends ShellEventName>(name: N, listener: (event: ShellEvent<N>) => void): () => void;
};

declare global {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- merges with the browser's own
  interface Window {
    readonly airclass?: DesktopBridge;
  }
}
