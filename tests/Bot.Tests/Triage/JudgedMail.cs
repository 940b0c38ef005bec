using System.Text;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Triage;

namespace TriageBot.Bot.Tests.Triage;

/// <summary>A mail of one text, judged from its bytes to the report as the service judges it.</summary>
internal static class JudgedMail
{
    public static TriageReport Report(string subject, string text, CancellationToken cancellation)
    {
        Judge judge = new(new BuiltInMailParser(), new ScenarioPlanner(new BuiltInProfileCatalog()), new BuiltInChecker());
        byte[] mail = Encoding.ASCII.GetBytes(
            $"From: reporter@example.org\nTo: list@example.org\nSubject: {subject}\nMessage-ID: <1@example.org>\nDate: Thu, 29 Jan 2026 15:40:33 +0000\n\n{text}\n");
        return new ReportBuilder(Options.Create(new TriageBotOptions())).Build(judge.Run(mail, cancellation), []);
    }
}
