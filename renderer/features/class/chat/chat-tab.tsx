export function ChatTab({ sessionId }: { sessionId: string }) {
  return <p>{sessionId}</p>;
}
