using System.Globalization;

namespace TriageBot.Bot.Intake.Mailboxes;

/// <summary>How far an IMAP folder was read: <c>UIDVALIDITY:UID</c> (RFC 9051 section 2.3.1.1).</summary>
internal readonly record struct ImapCursor(uint Validity, uint Uid)
{
    /// <summary>The cursor to go on from. When the folder was made anew, its numbers mean other messages: it is read from the beginning.</summary>
    public static ImapCursor From(string? text, uint validity)
    {
        string[] parts = (text ?? "").Split(':');
        return parts.Length == 2
            && uint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out uint known)
            && uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out uint uid)
            && known == validity
            ? new ImapCursor(validity, uid)
            : new ImapCursor(validity, 0);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Validity}:{Uid}");
}
