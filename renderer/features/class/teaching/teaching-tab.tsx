export function TeachingTab({ sessionId }: { sessionId: string }) {
  return <p>{sessionId}</p>;
}
