using System.Collections.Frozen;

namespace TriageBot.Parsers.Orderings;

/// <summary>The class of each word or phrase that matters for the order of two callbacks, as one sign, so that a sentence becomes a short line of signs.</summary>
/// <remarks>A word that is not here has the sign <see cref="Other"/>; one of <see cref="Dropped"/> says nothing and leaves no sign.</remarks>
internal static class Lexicon
{
    /// <summary>A name or a row of names.</summary>
    public const char Name = 'N';

    /// <summary>Any other word.</summary>
    public const char Other = 'x';

    /// <summary>Leaves no sign.</summary>
    public const char Dropped = ' ';

    /// <summary>Longest phrase of the table, in words.</summary>
    public const int MaxWords = 4;

    private static readonly (char Sign, string Words)[] Table =
    [
        (Dropped, "that of|those of|loop that calls|loop that invokes|loop which calls|loop calling|loop that runs|as such|additionally|moreover|furthermore|new|not only|but also|in next|for next|in linux-next|as well|the|a|an|our|its|your|their|his|only|just|even|right|also|always|immediately|directly|shortly|currently|now|too|very|still|actually|really|strictly|well|so far|explicitly|every|single|in fact|however|therefore|thus|hence|again|here|there|today|at present|at the moment|right now|usually|normally|apparently|unfortunately|quite|rather|all|indeed|back"),
        ('I', "this state|that state|it|it's|that's|they're|it'll|it'd|this|they|them|this one|that one|itself|the other one|the other|both|the two|these two"),
        ('B', "before|early than|more early than|more earlier than|prerequisite for|prerequisite of|precondition for|precondition of|prior to|ahead of|earlier than|sooner than|in front of|well before|long before|way before|a bit before|a bit earlier than|much earlier than|way earlier than|precedes|preceded|no later than|in advance of|ahead in time of|up front of|outranks|beats|wins over|takes precedence over|has precedence over|preceding|precede|prior|antecedes|antedates|ahead in line of|too early for|goes first and|at the latest before|not after|not later than|has the edge over|trumps|takes priority over|has priority over|is given priority over|gets priority over|leapfrogs|overtakes|well ahead of|jumps ahead of|runs ahead of|in preference to|with preference over"),
        ('A', "after|late than|more late than|more later than|later than|a bit later than|much later than|way later than|long after|well after|way after|a bit after|behind|subsequent to|once|as soon as|only after|preceded by|no earlier than|no sooner than|not before|only when|only once|following|follows|follow|following on|in the wake of|trails|trailing|trail|succeeds|comes behind|on the heels of|straight after|right behind|as a follow-up to|only behind|not until|not till|not until after|not till after|not earlier than|no sooner|too late for|yields to|gives way to|makes way for|lags behind|lagging behind|lags|defers to"),
        ('U', "until|till|until after|till after|unless and until"),
        ('W', "when|by the time|at the time|at the time when|the moment|whenever|at which point|at a time when|the instant|the minute|on the occasion|by the moment"),
        ('V', "while|whereas|as|during which"),
        ('Y', "by then|at that point|at this point|at that stage|at this stage|at that time|by that time|until then|at that moment|by this time|by this point|by that point|at this time|until that point|up to then|up to that point|by that moment|in the meantime"),
        ('J', "already|long|beforehand|by now|by that time already|previously|meanwhile|in the meantime"),
        ('Q', "yet"),
        ('F', "first|1st|first of all|at first|the first one|highest priority|at the front|at the head|at the top|in front|up front|the very first|to begin with|to start with|initially|in first place|the highest priority|the very first one|as the first|as first|first in line|first thing|leading"),
        ('S', "second|2nd|secondly"),
        ('L', "last|at last|lastly|at the very end|at the end|the last one|lowest priority|the very last|at the bottom|at the tail|at the back|in last place|the lowest priority|the lowest|bringing up the rear|brings up the rear|closes the row|last of all|right at the end|as the last|as last|last in line|last thing|bottommost|final|the final"),
        ('K', "afterwards|later|thereafter|subsequently|next|later on|after that|after this|after it|after them|only thereafter|is next|after which|in the end|as a second step|afterward|then only|at a later point|at a later time|further down|further back|follows suit|follow suit|after them all|in turn|after the former|after the latter|the next|afterwards only|in second place|as the next|right afterwards|shortly afterwards|directly afterwards|in the second place|a bit later|much later|long afterwards|only afterwards|only later"),
        ('E', "earlier|before that|before it|before them|before this|sooner|beforehand|at an earlier point|ahead of it|prior to that|ahead of that|prior to it|before the former|before the latter|previously to it|a bit earlier|much earlier|long before|well before it|ahead of time"),
        ('r', "call|calls|called|calling|run|runs|ran|running|invoke|invokes|invoked|invoking|invocation|execute|executes|executed|executing|execution|fire|fires|fired|firing|trigger|triggers|triggered|notify|notified|notifies|happen|happens|happened|occur|occurs|occurred|process|processed|take place|takes place|took place|taking place|reached|hit|hits|tried|start|starts|started|starting|kick in|kicks in|kicked in|kicking in|suspended|resumed|initialized|initialised|initialize|initialise|probed|probes|registered|performed|set up|shut down|entered|carried out|gets to run|get to run|gets called|gets a chance|see|sees|saw|seen|get|gets|get's|got|got called|be run|walks|walked|visited|woken|ends up|end up|ended up|ending up|gets its turn|has its turn|is up|served|dispatched|dispatches|delivered|delivers|receives|receive|received|told|hears|hear|heard|handled|handles|handle|informed|works|work|worked|acts|act|acted|activated|activates|launched|launches|kicked off|kicks off|gets going|scheduled|serviced|attended|asked|polled|consulted|brought up|taken down|torn down|cleaned up|woken up|led|quiesced|frozen|thawed|resumes|suspends|resuming|suspending|onlined|offlined|enabled|disabled|set|sets"),
        ('d', "done|finished|finish|finishes|completed|complete|completes|returned|returns|through|over|ended|torn down|ready|done with|finished with|through with|been and gone|come and gone|done its work|done its job|succeeded|executed already|ran already|gone through|been through|out of the way"),
        ('v', "come|comes|came|coming|go|goes|went|sit|sits|sat|stands|stand|placed|put|located|positioned|lands|landed|appears|appear|turn|turns|listed|queued|ordered|stays|remains|belongs"),
        ('b', "is|are|was|were|be|been|being|'s"),
        ('h', "has|have|had|having"),
        ('M', "must|should|shall|has to|have to|had to|needs to|need to|needed to|ought to|is to|are to|supposed to|had better|is required to|wants to|want to|needs|need|shall be|will have to|is supposed to|expected to"),
        ('P', "can|could|may|might|would"),
        ('w', "will|does|do|did"),
        ('T', "then|finally|and finally|followed by|only then|and then|after which|whereupon|succeeded by|is succeeded by|trailed by|in turn followed by|next comes|next is|next in line is|then comes|and after that|and after it"),
        ('n', "not|never|no longer|hasn't|haven't|hadn't|cannot|can't|isn't|wasn't|doesn't|don't|didn't|mustn't|shouldn't|won't|hardly|no more|nor|neither|aren't|weren't|couldn't|shall not"),
        ('o', "without"),
        ('m', "move|moves|moved|moving|shift|shifts|shifting|place|places|placing|puts|putting|reorder|schedule|install|bring|brings|push|pushes|slot|slots|relocate|relocates|demote|demotes|promote|promotes|hoist|hoists|add a call to|adds a call to|added a call to|adding a call to|add calls to|adds calls to|adding calls to|insert a call to|inserts a call to|put a call to|puts a call to|add state|adds state|adding state|add a new state|adding a new state"),
        ('D', "delay|delays|delayed|delaying|defer|defers|deferred|deferring|postpone|postpones|postponed|postponing|hold back|holds back|pushes back"),
        ('q', "requires|require|required|expects|expect|assumes|assume|relies on|rely on|relied on|depends on|depend on|depended on|relying on|depending on|presumes|counts on|count on|insists on|needs that|banks on|bank on|builds on|build on|wants|want|presuppose|presupposes|is based on"),
        ('#', "wait for|waits for|waited for|waiting for|wait on|waits on|wait until|waits until|wait till|waits till|has to wait|has to wait for|has to wait until|have to wait|have to wait for|have to wait until|needs to wait|needs to wait for|needs to wait until|need to wait for|need to wait until|should wait for|should wait until|awaits|await|must wait for|must wait until|holds off until|hold off until|holds off till|sit out"),
        ('z', "rename|renames|renamed|declare|declares|test|tested|testing|read|reading|review|reviewed|introduced|introduce|introduces|apply|applied|mention|mentioned|document|documented|include|includes|merged|wrote|written|posted|sent|looked|look|touch|touches|defined|defines|convert|converts|converted|backport|allocate|allocates|acquire|acquires|takes|take|took|free|frees|freed|drop|drops|dropped|unlock|unlocks|lock|locks|sort|sorted|built|build|compiled|printed|removed|deleted|dropped|changed|fix|fixed|fixes|add|adds|added|post|posts|send|sends|resend|merge|submit|submitted|write|rework|reworks|reworked|squash|squashed|rebase|look at|looked at|revert|reverts|reverted|queue up|pick up|discuss|discussed|reviews"),
        ('1', "starts with|start with|begins with|begin with|starts at|started with|starting with|opens with|is opened by|kicks off with|led by|is led by|begins at|headed by|is headed by|starts off with|starts out with"),
        ('9', "ends with|end with|ends at|ended with|ending with|ends in|closes with|is closed by|finishes with|concludes with|is concluded by|stops with"),
        ('x', "first column|second column|last column|first row|second row|last row|first line|second line|last line|first thread|last thread|first patch|second patch|last patch|first version|last version|first time|last time|first argument|second argument|last argument|first field|last field|first member|last member|first half|second half|first commit|last commit|next time|next week|next version|next patch|next release"),
        ('j', "than"),
        ('H', "higher|greater|larger|bigger|more"),
        ('G', "lower|smaller|lesser|less"),
        ('+', "above|over"),
        ('-', "below|under|beneath|underneath"),
        ('^', "between|in between"),
        ('X', "instead of|rather than|as opposed to|in place of|in contrast to"),
        ('c', "and|or|but|&|plus|as well as"),
        ('k', "since|because|so|so that|although|though|even though|that|where|which means that|as a result|despite|meaning that"),
        ('i', "if|unless|whether|suppose|in case|assuming|provided"),
        ('R', "which|who|whom|whose"),
        ('a', "i.e.|namely|viz|viz.|i.e|aka|such as|for example|for instance|e.g.|e.g|including"),
        ('p', "on|at|in|into|during|of|for|upon|from|inside|within|per|about"),
        ('t', "to|by|with|via|through the"),
        ('g', "callback|callbacks|notifier|notifiers|notifer|notifers|handler|handlers|hook|hooks|function|functions|one|ones|call|chain|list|block|module|modules|cpu|cpus|system|machine|kernel|board|device|time|stage|event|events|path|state|priority|driver|drivers|code|method|methods|part|notification|notifications|case|way|phase|order|walk"),
        ('e', "load|loads|loaded|loading|unload|unloads|unloaded|unloading|insmod|rmmod|removal|coming|going|online|offline|onlining|offlining|suspend|suspending|resume|resuming|hibernation|hibernate|thaw|freeze|reboot|reboots|restart|restarts|shutdown|poweroff|power-off|halt|panic|panics|die|oops|crash|kexec|kdump|boot|bootup|startup|probe|probing|init|initialization|initialisation|initcall|hotplug|up|down|netdev|exit|teardown|bind|unbind|idle|pm|mce"),
    ];

    private static readonly FrozenDictionary<string, char> s_signs = Table
        .SelectMany(row => row.Words.Split('|').Select(word => (word, row.Sign)))
        .GroupBy(pair => pair.word, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(group => group.Key, group => group.First().Sign, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, char>.AlternateLookup<ReadOnlySpan<char>> s_lookup = s_signs.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The sign of a word or phrase, when the table has it.</summary>
    public static bool TryFind(ReadOnlySpan<char> words, out char sign) => s_lookup.TryGetValue(words, out sign);
}
