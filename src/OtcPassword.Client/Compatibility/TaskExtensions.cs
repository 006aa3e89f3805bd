#if NETFRAMEWORK
namespace System.Threading.Tasks
{
    internal static class TaskExtensions
    {
        /// <summary>Waits for a task until it ends or the wait is canceled.</summary>
        public static async Task<T> WaitAsync<T>(this Task<T> task, CancellationToken cancellation)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (await Task.WhenAny(task, Task.Delay(Timeout.Infinite, stop.Token)).ConfigureAwait(false) != task)
            {
                throw new OperationCanceledException(cancellation);
            }

            stop.Cancel();
            return await task.ConfigureAwait(false);
        }
    }
}
#endif
