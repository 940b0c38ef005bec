using TriageBot.Bot.Delivery;
using TriageBot.Bot.Delivery.GitHub;
using TriageBot.Bot.Storage;

namespace TriageBot.Service.Tests;

/// <summary>Rows of the outbox, written by hand.</summary>
internal static class Letters
{
    /// <summary>An approved reply.</summary>
    public static OutboxRow Reply(string to, string fingerprint = "f1", string list = "", string? decidedBy = "operator") => new()
    {
        Kind = OutboxKinds.Reply, Fingerprint = fingerprint, FileName = fingerprint + ".eml", Content = Text(to, list, fingerprint), Written = true,
        State = OutboxState.Approved, DecidedBy = decidedBy, Person = to, List = list, ThreadKey = "thread-" + fingerprint,
    };

    /// <summary>An approved change of an issue.</summary>
    public static OutboxRow Issue(IssueChange change, string fingerprint = "i1") => new()
    {
        Kind = change.Title.Length > 0 ? OutboxKinds.Issue : OutboxKinds.IssueNote, Fingerprint = fingerprint, FileName = fingerprint + ".md", Content = change.Body, Written = true,
        State = OutboxState.Approved, DecidedBy = "operator", Payload = change.ToJson(),
    };

    public static string MessageIdOf(string fingerprint) => $"triage.{fingerprint}@kernel.example";

    private static string Text(string to, string list, string fingerprint) =>
        $"""
        From: TriageBot <bot@kernel.example>
        To: {to}
        {(list.Length > 0 ? $"Cc: {list}\n" : "")}Subject: Re: [BUG] wrong order
        Date: Mon, 23 Nov 2026 07:00:00 +0000
        Message-ID: <{MessageIdOf(fingerprint)}>
        In-Reply-To: <question@kernel.example>
        References: <root@kernel.example> <question@kernel.example>
        Auto-Submitted: auto-replied
        Content-Type: text/plain; charset=us-ascii

        Reproduced.

        """;
}
