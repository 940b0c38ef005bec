using System.Collections.Frozen;
using TriageBot.Parsers.Callbacks;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Patches;

/// <summary>What the diff of one file does to notifier blocks and to direct calls of callbacks.</summary>
internal sealed class FileChanges
{
    private readonly DiffFile _file;
    private readonly BlockSide _old = new('-');
    private readonly BlockSide _new = new('+');
    private readonly List<(string Callback, string? Priority, int Line)> _handlers = [];
    private readonly List<Change> _changes = [];
    private readonly HashSet<SeenBlock> _touched = [];

    private FileChanges(DiffFile file)
    {
        _file = file;
    }

    /// <summary>Callbacks of all blocks that either side shows.</summary>
    public IEnumerable<string> Callbacks => Blocks.Select(block => block.Callback).OfType<string>();

    /// <summary>All blocks that either side shows.</summary>
    public IEnumerable<SeenBlock> Blocks => _old.Blocks.Values.Concat(_new.Blocks.Values);

    /// <summary>Blocks of the new side that come, or get another callback or priority.</summary>
    public IEnumerable<SeenBlock> Touched => _touched;

    /// <summary>The chain on which the new side registers each block.</summary>
    public IReadOnlyDictionary<string, string> Chains(FrozenSet<string> blocks) => RegistrationReader.Chains(_file, blocks);

    /// <summary>Reads the blocks of a file.</summary>
    public static FileChanges Of(DiffFile file)
    {
        FileChanges changes = new(file);
        foreach (DiffHunk hunk in file.Hunks)
        {
            changes._old.Read(hunk);
            changes._new.Read(hunk);
        }

        changes.CompareBlocks();
        changes._changes.AddRange(MacroReader.Read(file).Select(found => new Change(found.Callback, found.Kind, found.From, found.To, found.Line)));
        changes._changes.AddRange(PriorityConstantReader.Read(file).Select(found =>
            new Change(found.Name, NotifierChangeKind.Priority, found.From, found.To, found.Line)));
        return changes;
    }

    /// <summary>Reads what depends on the blocks and callbacks of the whole mail: registrations, direct calls, and the cases of switches.</summary>
    public void ReadBodies(IReadOnlySet<string> callbacks, FrozenSet<string> blocks)
    {
        _changes.AddRange(RegistrationReader.Read(_file, blocks).Select(found => new Change(found.Block, found.Kind, null, null, found.Line)));
        _handlers.AddRange(SysOffReader.Read(_file));
        _changes.AddRange(CallReader.Read(_file, callbacks).Select(found => new Change(found.Callee, found.Kind, found.From, found.To, found.Line)));
        _changes.AddRange(CaseReader.Read(_file, callbacks).Select(found => found.Sign == '+'
            ? new Change(found.Callback, NotifierChangeKind.CaseAdded, null, found.Label, found.Line)
            : new Change(found.Callback, NotifierChangeKind.CaseRemoved, found.Label, null, found.Line)));
    }

    /// <summary>The changes as facts.</summary>
    public IEnumerable<NotifierChangeFact> Facts(SourceText body)
    {
        if (_changes.Count == 0)
        {
            yield break;
        }

        Dictionary<int, (string? Function, int? Line)> places = Places();
        foreach (Change change in _changes)
        {
            (string? function, int? line) = places.GetValueOrDefault(change.Line);
            yield return new NotifierChangeFact(
                _file.Path, change.Block, change.Kind, change.From, change.To, change.Line, body.LineSpan(change.Line), function, line);
        }
    }

    /// <summary>Puts the callbacks of new and changed blocks into the book, and says which block is which callback.</summary>
    public void Name(CallbackBook book, SourceText body)
    {
        foreach (SeenBlock block in _new.Blocks.Values)
        {
            if (block.HasNamedCallback && !block.IsElement)
            {
                book.Alias(block.Name, block.Callback!);
                book.Mention(block.Callback!, _file.Path);
            }

            if (_touched.Contains(block))
            {
                Add(book, body, block.HasNamedCallback ? block.Callback! : block.Name, block.Priority, block.Line);
            }
        }

        foreach ((string callback, string? priority, int line) in _handlers)
        {
            Add(book, body, callback, priority, line);
        }
    }

    private static void Add(CallbackBook book, SourceText body, string name, string? priority, int line)
    {
        PriorityExpression.Read(priority ?? "", 0, out _, out int? value, out _);
        book.Add(new CallbackFact(name, priority, value, null, [], line, body.LineSpan(line)));
    }

    /// <summary>Tells the book which initcalls the diff moves.</summary>
    public void MentionInitcalls(CallbackBook book)
    {
        foreach (Initcall call in InitcallReader.Read(_file).Where(call => call.Sign == '+'))
        {
            book.Mention(call.Name, _file.Path);
        }
    }

    private Dictionary<int, (string? Function, int? Line)> Places()
    {
        Dictionary<int, (string? Function, int? Line)> places = [];
        foreach (DiffHunk hunk in _file.Hunks)
        {
            FunctionTracker function = new(hunk);
            (int before, int after) = (hunk.OldStart, hunk.NewStart);
            foreach (DiffLine line in hunk.Lines)
            {
                function.Take(line);
                int number = line.Sign == '-' ? before : after;
                places[line.Line] = (function.Name, hunk.NewStart == 0 && hunk.OldStart == 0 ? null : number);
                before += line.Sign == '+' ? 0 : 1;
                after += line.Sign == '-' ? 0 : 1;
            }
        }

        return places;
    }

    private void CompareBlocks()
    {
        foreach ((string key, SeenBlock block) in _new.Blocks)
        {
            _old.Blocks.TryGetValue(key, out SeenBlock? before);
            bool added = block.Changed && before?.Defined != true;
            if (block.IsElement && added && IsOwn(_old, block))
            {
                continue;
            }

            if (added)
            {
                _touched.Add(block);
                _changes.Add(new Change(block.Name, NotifierChangeKind.Added, null, block.Priority, block.Line));
            }
            else if (!string.Equals(Plain(before?.Priority), Plain(block.Priority), StringComparison.Ordinal))
            {
                _touched.Add(block);
                _changes.Add(new Change(block.Name, NotifierChangeKind.Priority, before?.Priority, block.Priority, block.Priority is null ? before?.Line ?? block.Line : block.Line));
            }
            else if (block.HasNamedCallback && !string.Equals(before?.Callback, block.Callback, StringComparison.Ordinal))
            {
                _touched.Add(block);
            }
        }

        foreach ((string key, SeenBlock block) in _old.Blocks)
        {
            bool stays = _new.Blocks.TryGetValue(key, out SeenBlock? after) && after.Defined;
            if (block.Changed && !stays && !(block.IsElement && IsOwn(_new, block)))
            {
                _changes.Add(new Change(block.Name, NotifierChangeKind.Removed, block.Priority, null, block.Line));
            }
        }
    }

    // The elements of an array that comes or goes as a whole are no changes of their own.
    private static bool IsOwn(BlockSide other, SeenBlock element) => !other.Blocks.TryGetValue(element.Name, out SeenBlock? array) || !array.Defined;

    private static string? Plain(string? value) => value?.Replace(" ", "", StringComparison.Ordinal).Trim('(', ')');

    private sealed record Change(string Block, NotifierChangeKind Kind, string? From, string? To, int Line);
}
