export function PupilsTab({ sessionId }: { sessionId: string }) {
  return <p>{sessionId}</p>;
}
