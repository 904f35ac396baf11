export function PupilPage({ sessionId, studentId }: { sessionId: string; studentId: string }) {
  return (
    <p>
      {sessionId} {studentId}
    </p>
  );
}
