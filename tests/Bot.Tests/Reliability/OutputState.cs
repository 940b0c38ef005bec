using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace TriageBot.Bot.Tests.Reliability;

/// <summary>All that an output folder says, but for the time of writing.</summary>
internal static partial class OutputState
{
    private static readonly string[] s_queries =
    [
        "SELECT Key, MessageId, ThreadKey, Source, Subject, Author, Date, Class, Failure FROM Message ORDER BY Key",
        "SELECT m.Key, s.Hash FROM Sighting s JOIN Message m ON m.Id = s.MessageId ORDER BY s.Hash",
        "SELECT m.Key, v.Result, v.Fingerprint, v.Replied, v.Json FROM Verdict v JOIN Message m ON m.Id = v.MessageId ORDER BY m.Key",
        "SELECT Kind, Fingerprint, FileName, Content, Written FROM Outbox ORDER BY Kind, Fingerprint",
    ];

    /// <summary>Rows of the database, one a line.</summary>
    public static List<string> Rows(string folder)
    {
        using SqliteConnection connection = new($"Data Source={Path.Combine(folder, "triagebot.db")};Pooling=false");
        connection.Open();
        return [.. s_queries.SelectMany(query => Read(connection, query))];
    }

    /// <summary>Replies and issues with their content.</summary>
    public static SortedDictionary<string, string> Files(string folder)
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (string part in new[] { "replies", "issues" }.Where(p => Directory.Exists(Path.Combine(folder, p))))
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(folder, part)))
            {
                files[Path.GetRelativePath(folder, file)] = WithoutDate(File.ReadAllText(file));
            }
        }

        return files;
    }

    private static List<string> Read(SqliteConnection connection, string query)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = query;
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(WithoutDate(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i).ToString()))));
        }

        return rows;
    }

    private static string WithoutDate(string text) => DateHeader().Replace(text, "Date: -");

    [GeneratedRegex("^Date: .*$", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DateHeader();
}
