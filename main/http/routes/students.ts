/** What is held about one pupil, and its erasure. */
import { studentErasureReplySchema, studentExportSchema } from '../../../contract/sessions.ts';
import { type RouteScope, problems, studentParams } from '../route-schemas.ts';
import type { StudentService } from '../class-services.ts';

const tags = ['Sessions'];

export function addStudentRoutes(app: RouteScope, students: StudentService): void {
  app.get(
    '/api/students/:student_id/export',
    {
      schema: {
        summary: 'All that is held about one student',
        tags,
        params: studentParams,
        response: { 200: studentExportSchema, ...problems('student_not_found') },
      },
    },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      return students.exportStudent(request.params.student_id);
    },
  );

  app.delete(
    '/api/students/:student_id',
    {
      schema: {
        summary: 'Erases what is held about one student, and keeps a record that it was done',
        tags,
        params: studentParams,
        response: { 200: studentErasureReplySchema, ...problems('student_not_found') },
      },
    },
    (request) => students.eraseStudent(request.params.student_id),
  );
}
