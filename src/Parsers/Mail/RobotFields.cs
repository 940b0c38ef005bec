using System.Collections.Frozen;
using System.Collections.Immutable;
using MimeKit;

namespace TriageBot.Parsers.Mail;

/// <summary>Header fields that tell robots from people.</summary>
internal static class RobotFields
{
    /// <summary>Their names, lower case.</summary>
    public static readonly ImmutableArray<string> Names =
        ["x-mailer", "x-syzbot", "robot-id", "robot-unsubscribe", "x-stable", "x-patchwork-hint", "x-bugzilla-reason", "x-kernelci",
         "x-stable-base", "x-developer-signature", "x-loop", "x-autoreply", "feedback-id", "x-google-appengine-app-id", "x-kernel-test-branch",
         "x-regzbot"];

    private static readonly FrozenSet<string> s_names = Names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those of a message, by name in any case; the first of each name.</summary>
    public static ImmutableDictionary<string, string> Of(MimeMessage message)
    {
        ImmutableDictionary<string, string>? found = null;
        foreach (Header header in message.Headers)
        {
            if (s_names.Contains(header.Field))
            {
                found ??= ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);
                found = found.ContainsKey(header.Field) ? found : found.Add(header.Field, header.Value);
            }
        }

        return found ?? ImmutableDictionary<string, string>.Empty;
    }
}
