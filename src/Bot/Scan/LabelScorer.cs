using System.Collections.Immutable;
using System.Text.Json;
using TriageBot.Parsers.Classes;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;

namespace TriageBot.Bot.Scan;

/// <summary>Reads labelled mails and counts what was found, missed and invented.</summary>
public static class LabelScorer
{
    /// <summary>Scores a folder that holds <c>labels.jsonl</c> and the mails that it names.</summary>
    /// <exception cref="IOException">The labels or a mail cannot be read.</exception>
    /// <exception cref="JsonException">A line of the labels is no label.</exception>
    public static LabelScore Score(string directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        LabelBoard board = new();
        foreach (string line in File.ReadLines(Path.Combine(directory, "labels.jsonl")))
        {
            if (line.Length > 0 && JsonSerializer.Deserialize(line, LabelJsonContext.Default.LabelRecord) is LabelRecord label)
            {
                board.Add(label, MailReader.Read(File.ReadAllBytes(Path.Combine(directory, label.Set, label.File))));
            }
        }

        return board.Finish();
    }

    /// <summary>Scores one mail.</summary>
    public static LabelScore Score(LabelRecord label, MailFacts facts)
    {
        LabelBoard board = new();
        board.Add(label, facts);
        return board.Finish();
    }

    private sealed class LabelBoard
    {
        private readonly ImmutableArray<LabelMiss>.Builder _misses = ImmutableArray.CreateBuilder<LabelMiss>();
        private int _mails;
        private LabelTally _orderings;
        private LabelTally _commits;
        private LabelTally _directives;
        private LabelTally _changes;
        private LabelTally _callbacks;
        private int _classesRight;
        private int _classesScored;
        private int _falseReplies;
        private int _missedReplies;

        public void Add(LabelRecord label, MailFacts facts)
        {
            _mails++;
            void Tell(string what) => _misses.Add(new LabelMiss(label.File, what));
            _orderings += OrderingScore.Of(label, [.. facts.ToldOrders], Tell);
            _commits += Doubts(label, "commits") ? default : ItemScore.Commits(label, facts.Commits, Tell);
            _directives += Doubts(label, "directives") ? default : ItemScore.Directives(label, facts.Directives, Tell);
            _changes += Doubts(label, "notifierChanges") ? default : ItemScore.Changes(label, facts.NotifierChanges, Tell);
            _callbacks += Doubts(label, "callbacks") ? default : ItemScore.Callbacks(label, [.. facts.ToldCallbacks], Tell);
            AddClass(label, facts, Tell);
            AddReply(label, facts, Tell);
        }

        public LabelScore Finish() =>
            new(_mails, _orderings, _commits, _directives, _changes, _callbacks, _classesRight, _classesScored, _falseReplies, _missedReplies, _misses.ToImmutable());

        private static bool Doubts(LabelRecord label, string field) => !label.Doubtful.IsDefault && label.Doubtful.Contains(field, StringComparer.Ordinal);

        private void AddClass(LabelRecord label, MailFacts facts, Action<string> tell)
        {
            if (Doubts(label, "class"))
            {
                return;
            }

            string name = LabelWords.Kebab(facts.Class.ToString());
            bool right = name.Equals(label.Class, StringComparison.Ordinal) || LabelWords.Has(label.AlsoAcceptable, name);
            _classesScored++;
            _classesRight += right ? 1 : 0;
            if (!right)
            {
                tell($"class is {name}, labelled {label.Class}: {facts.ClassReason}");
            }
        }

        private void AddReply(LabelRecord label, MailFacts facts, Action<string> tell)
        {
            bool worthy = ReplyWorthiness.Judge(facts, out string reason);
            if (Doubts(label, "wouldReply") || worthy == label.WouldReply)
            {
                return;
            }

            _falseReplies += worthy ? 1 : 0;
            _missedReplies += worthy ? 0 : 1;
            tell($"wouldReply is {worthy}: {reason}");
        }
    }
}
