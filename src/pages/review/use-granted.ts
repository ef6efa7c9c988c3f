import { useEffect, useState } from 'preact/hooks';

/**
 * Whether the browser has given a permission already, so that it will not ask; undefined until it is known.
 *
 * @param has asks the browser without prompting; must keep its identity between renders
 */
export function useGranted(has: () => Promise<boolean>): boolean | undefined {
  const [granted, setGranted] = useState<boolean>();
  useEffect(() => {
    void has().then(setGranted);
  }, [has]);
  return granted;
}
