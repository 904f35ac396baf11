export function DataTab({ sessionId }: { sessionId: string }) {
  return <p>{sessionId}</p>;
}
