using BenchmarkDotNet.Attributes;
using TriageBot.Parsers.Mail;

namespace TriageBot.Benchmarks;

/// <summary>Reading a mail. A billion over Mean in nanoseconds is mails per second.</summary>
[MemoryDiagnoser]
public class ParseBenchmarks
{
    [Benchmark]
    public int Mail() => MailReader.Read(FoundingMail.Bytes).Orderings.Length;
}
