using System.Diagnostics;
using TriageBot.Parsers.Mail;

namespace Parsers.Tests;

/// <summary>What reading a mail costs.</summary>
/// <param name="Milliseconds">The better of two times: the other one may have met a pause of the machine.</param>
/// <param name="Bytes">Allocated by one reading.</param>
internal sealed record ReadingCost(double Milliseconds, long Bytes)
{
    private const int Times = 2;

    public static ReadingCost Of(byte[] mail)
    {
        double best = double.MaxValue;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Times; i++)
        {
            long started = Stopwatch.GetTimestamp();
            MailReader.Read(mail);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return new ReadingCost(best, (GC.GetAllocatedBytesForCurrentThread() - before) / Times);
    }
}
