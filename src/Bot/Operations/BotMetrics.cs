using System.Diagnostics.Metrics;
using Quartz;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Triage;

namespace TriageBot.Bot.Operations;

/// <summary>What the service counts. Labels are names of settings and words of the program, never text of mails.</summary>
internal sealed class BotMetrics : IDisposable
{
    /// <summary>Name of the meter and of the source of traces.</summary>
    public const string Name = "TriageBot";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _read;
    private readonly Counter<long> _added;
    private readonly Counter<long> _sourceFailures;
    private readonly Counter<long> _judged;
    private readonly Counter<long> _answered;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _retracted;
    private readonly Histogram<double> _jobs;

    public BotMetrics()
    {
        _read = _meter.CreateCounter<long>("triagebot.messages.read", description: "Messages handed out by sources");
        _added = _meter.CreateCounter<long>("triagebot.messages.added", description: "Messages that were new");
        _sourceFailures = _meter.CreateCounter<long>("triagebot.source.failures", description: "Polls that could not read their source to its end");
        _judged = _meter.CreateCounter<long>("triagebot.messages.judged", description: "Messages by verdict");
        _answered = _meter.CreateCounter<long>("triagebot.messages.answered", description: "Messages that a reply was made for");
        _delivered = _meter.CreateCounter<long>("triagebot.deliveries", description: "Attempts to deliver, by outcome");
        _retracted = _meter.CreateCounter<long>("triagebot.verdicts.retracted", description: "Verdicts that a later run refuted");
        _jobs = _meter.CreateHistogram<double>("triagebot.job.duration", "s", "Time that jobs take");
    }

    /// <summary>A source was polled.</summary>
    public void Polled(string source, PollResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        KeyValuePair<string, object?> label = new("source", source);
        _read.Add(result.Seen, label);
        _added.Add(result.Added, label);
        _sourceFailures.Add(result.Failure is null ? 0 : 1, label);
    }

    /// <summary>A message was judged.</summary>
    public void Judged(TriagedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _judged.Add(1, new KeyValuePair<string, object?>("verdict", message.Outcome is { } outcome ? Words.Of(outcome.Result) : "failed"));
        _answered.Add(message.IsAnswered ? 1 : 0);
    }

    /// <summary>A round of delivery is over.</summary>
    public void Delivered(DeliveryRound round)
    {
        ArgumentNullException.ThrowIfNull(round);
        _delivered.Add(round.Sent, new KeyValuePair<string, object?>("outcome", "sent"));
        _delivered.Add(round.Kept, new KeyValuePair<string, object?>("outcome", "kept"));
        _delivered.Add(round.Failed, new KeyValuePair<string, object?>("outcome", "failed"));
    }

    /// <summary>Verdicts were retracted.</summary>
    public void Retracted(int count) => _retracted.Add(count);

    /// <summary>A job is over.</summary>
    public void JobRan(JobKey job, bool isDone, TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(job);
        string kind = job.Group == JobKey.DefaultGroup ? job.Name : job.Group;
        _jobs.Record(time.TotalSeconds, new KeyValuePair<string, object?>("job", kind), new KeyValuePair<string, object?>("done", isDone));
    }

    public void Dispose() => _meter.Dispose();
}
