namespace TriageBot.Parsers.Text;

/// <summary>Families of words. A sentence without a word of a family holds nothing that a reader of that family looks for, so the reader's patterns
/// are not tried on it; <see cref="WordTable"/> lists the words.</summary>
[Flags]
internal enum WordGroup
{
    /// <summary>No family.</summary>
    None = 0,

    /// <summary>Words that state an order.</summary>
    Relation = 1 << 0,

    /// <summary>Words that announce a row of names.</summary>
    Sequence = 1 << 1,

    /// <summary>"First" and "last".</summary>
    Place = 1 << 2,

    /// <summary>Words with which a sentence goes on where the one before stopped.</summary>
    Continuation = 1 << 3,

    /// <summary>Words of need.</summary>
    Dependency = 1 << 4,

    /// <summary>Words that point at an order stated elsewhere.</summary>
    BackReference = 1 << 5,

    /// <summary>Words for two names of the sentence before, and for one by its place in it.</summary>
    Pointer = 1 << 6,

    /// <summary>Words of order or priority themselves.</summary>
    OrderTalk = 1 << 7,

    /// <summary>Words with which a priority is stated.</summary>
    Priority = 1 << 8,

    /// <summary>Words for callbacks, or parts of their names.</summary>
    Callback = 1 << 9,

    /// <summary>Words for callbacks and for the path of the module loader.</summary>
    Topic = 1 << 10,

    /// <summary>Parts of what is spelled as a callback.</summary>
    CallbackName = 1 << 11,

    /// <summary>Words with which a version is named.</summary>
    Version = 1 << 12,

    /// <summary>Words for what goes wrong.</summary>
    Symptom = 1 << 13,

    /// <summary>What only an identifier of C has.</summary>
    Identifier = 1 << 14,

    /// <summary>Words that stand between two things of which one comes before the other.</summary>
    Precedence = 1 << 15,
}
