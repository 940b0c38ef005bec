using System.Text;
using TriageBot.Bot.Reports;

namespace TriageBot.Bot.Storage;

/// <summary>Names that a mail chooses, made fit for an index.</summary>
internal static class StoredKey
{
    /// <summary>Longest key that is stored as it is. PostgreSQL refuses index entries beyond 2,700 bytes.</summary>
    public const int MaxChars = 400;

    /// <summary>The name, or its hash where it is longer than a sane program writes.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length <= MaxChars ? StorableText.Clean(name) : "sha256:" + Fingerprint.OfBytes(Encoding.UTF8.GetBytes(name));
    }
}
