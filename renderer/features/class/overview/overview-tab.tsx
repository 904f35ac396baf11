export function OverviewTab({ sessionId }: { sessionId: string }) {
  return <p>{sessionId}</p>;
}
