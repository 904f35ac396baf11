/** The teacher's own notes of a lesson. */
import { z } from 'zod';
import { idSchema } from '../../../contract/common.ts';
import { changeNoteSchema, createNoteSchema, noteSchema } from '../../../contract/vod.ts';
import { keptOfLesson } from '../kept-replies.ts';
import { type RouteScope, problems, recordingParams } from '../route-schemas.ts';
import type { NoteService } from '../services.ts';

const tags = ['VOD'];
const noteParams = recordingParams.extend({ note_id: idSchema });

export function addNoteRoutes(app: RouteScope, notes: NoteService): void {
  app.get(
    '/api/vod/:recording_id/notes',
    {
      config: { kept: keptOfLesson('notes') },
      schema: {
        summary: "The teacher's notes, those about the whole lesson first, then by time",
        tags,
        params: recordingParams,
        response: { 200: z.array(noteSchema), ...problems('recording_not_found') },
      },
    },
    (request) => notes.listNotes(request.params.recording_id),
  );

  app.post(
    '/api/vod/:recording_id/notes',
    {
      schema: {
        summary: 'Adds a note',
        tags,
        params: recordingParams,
        body: createNoteSchema,
        response: { 201: noteSchema, ...problems('recording_not_found', 'range_invalid') },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await notes.createNote(request.params.recording_id, request.body)),
  );

  app.patch(
    '/api/vod/:recording_id/notes/:note_id',
    {
      schema: {
        summary: 'Changes a note',
        tags,
        params: noteParams,
        body: changeNoteSchema,
        response: {
          200: noteSchema,
          ...problems('recording_not_found', 'note_not_found', 'range_invalid'),
        },
      },
    },
    (request) => notes.changeNote(request.params.recording_id, request.params.note_id, request.body),
  );

  app.delete(
    '/api/vod/:recording_id/notes/:note_id',
    {
      schema: {
        summary: 'Removes a note',
        tags,
        params: noteParams,
        response: { 204: z.undefined(), ...problems('recording_not_found', 'note_not_found') },
      },
    },
    async (request, reply) => {
      await notes.deleteNote(request.params.recording_id, request.params.note_id);
      return reply.code(204).send();
    },
  );
}
