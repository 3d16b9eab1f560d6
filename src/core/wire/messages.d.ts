import * as $protobuf from "protobufjs/minimal.js";

/** Namespace spillway. */
export namespace spillway {

    /**
     * Properties of a SegmentHeader.
     * @deprecated Use spillway.SegmentHeader.$Properties instead.
     */
    interface ISegmentHeader extends spillway.SegmentHeader.$Properties {
    }

    /** Represents a SegmentHeader. */
    class SegmentHeader {

        /**
         * Constructs a new SegmentHeader.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.SegmentHeader.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SegmentHeader schema. */
        schema: string;

        /** SegmentHeader cardHash. */
        cardHash: string;

        /** SegmentHeader seed. */
        seed: string;

        /** SegmentHeader run. */
        run: number;

        /** SegmentHeader spill. */
        spill: number;

        /** SegmentHeader fidelity. */
        fidelity: string;

        /** SegmentHeader sources. */
        sources: spillway.Source.$Properties[];

        /** SegmentHeader mode. */
        mode: string;

        /** SegmentHeader menuHash. */
        menuHash: string;

        /** SegmentHeader burst. */
        burst?: (spillway.Burst.$Properties|null);

        /**
         * Encodes the specified SegmentHeader message. Does not implicitly {@link spillway.SegmentHeader.verify|verify} messages.
         * @param message SegmentHeader message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.SegmentHeader.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SegmentHeader message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.SegmentHeader & spillway.SegmentHeader.$Shape} SegmentHeader
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.SegmentHeader & spillway.SegmentHeader.$Shape;

        /**
         * Gets the type url for SegmentHeader
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SegmentHeader {

        /** Properties of a SegmentHeader. */
        interface $Properties {

            /** SegmentHeader schema */
            schema?: (string|null);

            /** SegmentHeader cardHash */
            cardHash?: (string|null);

            /** SegmentHeader seed */
            seed?: (string|null);

            /** SegmentHeader run */
            run?: (number|null);

            /** SegmentHeader spill */
            spill?: (number|null);

            /** SegmentHeader fidelity */
            fidelity?: (string|null);

            /** SegmentHeader sources */
            sources?: (spillway.Source.$Properties[]|null);

            /** SegmentHeader mode */
            mode?: (string|null);

            /** SegmentHeader menuHash */
            menuHash?: (string|null);

            /** SegmentHeader burst */
            burst?: (spillway.Burst.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SegmentHeader. */
        type $Shape = spillway.SegmentHeader.$Properties;
    }

    /**
     * Properties of a Burst.
     * @deprecated Use spillway.Burst.$Properties instead.
     */
    interface IBurst extends spillway.Burst.$Properties {
    }

    /** Represents a Burst. */
    class Burst {

        /**
         * Constructs a new Burst.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.Burst.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Burst scalers. */
        scalers?: (spillway.Scalers.$Properties|null);

        /** Burst coincidences. */
        coincidences: number[];

        /** Burst busyCoincidences. */
        busyCoincidences: number[];

        /** Burst noTerm. */
        noTerm: number;

        /** Burst prescaled. */
        prescaled: number;

        /** Burst ecal. */
        ecal: number[];

        /**
         * Encodes the specified Burst message. Does not implicitly {@link spillway.Burst.verify|verify} messages.
         * @param message Burst message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.Burst.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Burst message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.Burst & spillway.Burst.$Shape} Burst
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.Burst & spillway.Burst.$Shape;

        /**
         * Gets the type url for Burst
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Burst {

        /** Properties of a Burst. */
        interface $Properties {

            /** Burst scalers */
            scalers?: (spillway.Scalers.$Properties|null);

            /** Burst coincidences */
            coincidences?: (number[]|null);

            /** Burst busyCoincidences */
            busyCoincidences?: (number[]|null);

            /** Burst noTerm */
            noTerm?: (number|null);

            /** Burst prescaled */
            prescaled?: (number|null);

            /** Burst ecal */
            ecal?: (number[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Burst. */
        type $Shape = spillway.Burst.$Properties;
    }

    /**
     * Properties of a Source.
     * @deprecated Use spillway.Source.$Properties instead.
     */
    interface ISource extends spillway.Source.$Properties {
    }

    /** Represents a Source. */
    class Source {

        /**
         * Constructs a new Source.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.Source.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Source name. */
        name: string;

        /** Source channels. */
        channels: number;

        /**
         * Encodes the specified Source message. Does not implicitly {@link spillway.Source.verify|verify} messages.
         * @param message Source message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.Source.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Source message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.Source & spillway.Source.$Shape} Source
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.Source & spillway.Source.$Shape;

        /**
         * Gets the type url for Source
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Source {

        /** Properties of a Source. */
        interface $Properties {

            /** Source name */
            name?: (string|null);

            /** Source channels */
            channels?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Source. */
        type $Shape = spillway.Source.$Properties;
    }

    /**
     * Properties of a BeginOfBurst.
     * @deprecated Use spillway.BeginOfBurst.$Properties instead.
     */
    interface IBeginOfBurst extends spillway.BeginOfBurst.$Properties {
    }

    /** Represents a BeginOfBurst. */
    class BeginOfBurst {

        /**
         * Constructs a new BeginOfBurst.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.BeginOfBurst.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** BeginOfBurst run. */
        run: number;

        /** BeginOfBurst spill. */
        spill: number;

        /** BeginOfBurst staged. */
        staged: boolean;

        /**
         * Encodes the specified BeginOfBurst message. Does not implicitly {@link spillway.BeginOfBurst.verify|verify} messages.
         * @param message BeginOfBurst message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.BeginOfBurst.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a BeginOfBurst message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.BeginOfBurst & spillway.BeginOfBurst.$Shape} BeginOfBurst
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.BeginOfBurst & spillway.BeginOfBurst.$Shape;

        /**
         * Gets the type url for BeginOfBurst
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace BeginOfBurst {

        /** Properties of a BeginOfBurst. */
        interface $Properties {

            /** BeginOfBurst run */
            run?: (number|null);

            /** BeginOfBurst spill */
            spill?: (number|null);

            /** BeginOfBurst staged */
            staged?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a BeginOfBurst. */
        type $Shape = spillway.BeginOfBurst.$Properties;
    }

    /**
     * Properties of an EventHeader.
     * @deprecated Use spillway.EventHeader.$Properties instead.
     */
    interface IEventHeader extends spillway.EventHeader.$Properties {
    }

    /** Represents an EventHeader. */
    class EventHeader {

        /**
         * Constructs a new EventHeader.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.EventHeader.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** EventHeader run. */
        run: number;

        /** EventHeader spill. */
        spill: number;

        /** EventHeader event. */
        event: number;

        /** EventHeader type. */
        type: number;

        /** EventHeader tick. */
        tick: number;

        /** EventHeader presented. */
        presented: number;

        /** EventHeader triggers. */
        triggers: number;

        /**
         * Encodes the specified EventHeader message. Does not implicitly {@link spillway.EventHeader.verify|verify} messages.
         * @param message EventHeader message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.EventHeader.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an EventHeader message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.EventHeader & spillway.EventHeader.$Shape} EventHeader
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.EventHeader & spillway.EventHeader.$Shape;

        /**
         * Gets the type url for EventHeader
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace EventHeader {

        /** Properties of an EventHeader. */
        interface $Properties {

            /** EventHeader run */
            run?: (number|null);

            /** EventHeader spill */
            spill?: (number|null);

            /** EventHeader event */
            event?: (number|null);

            /** EventHeader type */
            type?: (number|null);

            /** EventHeader tick */
            tick?: (number|null);

            /** EventHeader presented */
            presented?: (number|null);

            /** EventHeader triggers */
            triggers?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an EventHeader. */
        type $Shape = spillway.EventHeader.$Properties;
    }

    /**
     * Properties of an Energies.
     * @deprecated Use spillway.Energies.$Properties instead.
     */
    interface IEnergies extends spillway.Energies.$Properties {
    }

    /** Represents an Energies. */
    class Energies {

        /**
         * Constructs a new Energies.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.Energies.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Energies channel. */
        channel: number[];

        /** Energies energyKev. */
        energyKev: number[];

        /** Energies timePs. */
        timePs: number[];

        /**
         * Encodes the specified Energies message. Does not implicitly {@link spillway.Energies.verify|verify} messages.
         * @param message Energies message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.Energies.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Energies message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.Energies & spillway.Energies.$Shape} Energies
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.Energies & spillway.Energies.$Shape;

        /**
         * Gets the type url for Energies
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Energies {

        /** Properties of an Energies. */
        interface $Properties {

            /** Energies channel */
            channel?: (number[]|null);

            /** Energies energyKev */
            energyKev?: (number[]|null);

            /** Energies timePs */
            timePs?: (number[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Energies. */
        type $Shape = spillway.Energies.$Properties;
    }

    /**
     * Properties of a Waveforms.
     * @deprecated Use spillway.Waveforms.$Properties instead.
     */
    interface IWaveforms extends spillway.Waveforms.$Properties {
    }

    /** Represents a Waveforms. */
    class Waveforms {

        /**
         * Constructs a new Waveforms.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.Waveforms.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Waveforms channel. */
        channel: number[];

        /** Waveforms samples. */
        samples: Uint8Array;

        /** Waveforms phasePs. */
        phasePs: number;

        /**
         * Encodes the specified Waveforms message. Does not implicitly {@link spillway.Waveforms.verify|verify} messages.
         * @param message Waveforms message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.Waveforms.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Waveforms message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.Waveforms & spillway.Waveforms.$Shape} Waveforms
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.Waveforms & spillway.Waveforms.$Shape;

        /**
         * Gets the type url for Waveforms
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Waveforms {

        /** Properties of a Waveforms. */
        interface $Properties {

            /** Waveforms channel */
            channel?: (number[]|null);

            /** Waveforms samples */
            samples?: (Uint8Array|null);

            /** Waveforms phasePs */
            phasePs?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Waveforms. */
        type $Shape = spillway.Waveforms.$Properties;
    }

    /**
     * Properties of a Hits.
     * @deprecated Use spillway.Hits.$Properties instead.
     */
    interface IHits extends spillway.Hits.$Properties {
    }

    /** Represents a Hits. */
    class Hits {

        /**
         * Constructs a new Hits.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.Hits.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Hits strip. */
        strip: number[];

        /** Hits amplitude. */
        amplitude: number[];

        /** Hits timeTicks. */
        timeTicks: number[];

        /** Hits tube. */
        tube: number[];

        /** Hits tdc. */
        tdc: number[];

        /** Hits sample. */
        sample: number[];

        /**
         * Encodes the specified Hits message. Does not implicitly {@link spillway.Hits.verify|verify} messages.
         * @param message Hits message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.Hits.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Hits message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.Hits & spillway.Hits.$Shape} Hits
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.Hits & spillway.Hits.$Shape;

        /**
         * Gets the type url for Hits
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Hits {

        /** Properties of a Hits. */
        interface $Properties {

            /** Hits strip */
            strip?: (number[]|null);

            /** Hits amplitude */
            amplitude?: (number[]|null);

            /** Hits timeTicks */
            timeTicks?: (number[]|null);

            /** Hits tube */
            tube?: (number[]|null);

            /** Hits tdc */
            tdc?: (number[]|null);

            /** Hits sample */
            sample?: (number[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Hits. */
        type $Shape = spillway.Hits.$Properties;
    }

    /**
     * Properties of a Body.
     * @deprecated Use spillway.Body.$Properties instead.
     */
    interface IBody extends spillway.Body.$Properties {
    }

    /** Represents a Body. */
    class Body {

        /**
         * Constructs a new Body.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.Body.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Body energies. */
        energies?: (spillway.Energies.$Properties|null);

        /** Body waveforms. */
        waveforms?: (spillway.Waveforms.$Properties|null);

        /** Body hits. */
        hits?: (spillway.Hits.$Properties|null);

        /** Body detail. */
        detail?: ("energies"|"waveforms"|"hits");

        /**
         * Encodes the specified Body message. Does not implicitly {@link spillway.Body.verify|verify} messages.
         * @param message Body message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.Body.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Body message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.Body & spillway.Body.$Shape} Body
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.Body & spillway.Body.$Shape;

        /**
         * Gets the type url for Body
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Body {

        /** Properties of a Body. */
        interface $Properties {

            /** Body energies */
            energies?: (spillway.Energies.$Properties|null);

            /** Body waveforms */
            waveforms?: (spillway.Waveforms.$Properties|null);

            /** Body hits */
            hits?: (spillway.Hits.$Properties|null);

            /** Body detail */
            detail?: ("energies"|"waveforms"|"hits");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a Body. */
        type $Shape = {
          energies?: spillway.Energies.$Shape|null;
          waveforms?: spillway.Waveforms.$Shape|null;
          hits?: spillway.Hits.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ detail?: undefined; energies?: null; waveforms?: null; hits?: null }|{ detail?: "energies"; energies: spillway.Energies.$Shape; waveforms?: null; hits?: null }|{ detail?: "waveforms"; energies?: null; waveforms: spillway.Waveforms.$Shape; hits?: null }|{ detail?: "hits"; energies?: null; waveforms?: null; hits: spillway.Hits.$Shape })
        );
    }

    /**
     * Properties of a Fragment.
     * @deprecated Use spillway.Fragment.$Properties instead.
     */
    interface IFragment extends spillway.Fragment.$Properties {
    }

    /** Represents a Fragment. */
    class Fragment {

        /**
         * Constructs a new Fragment.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.Fragment.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Fragment source. */
        source: number;

        /** Fragment spill. */
        spill: number;

        /** Fragment event. */
        event: number;

        /** Fragment tick. */
        tick: number;

        /** Fragment body. */
        body: Uint8Array;

        /**
         * Encodes the specified Fragment message. Does not implicitly {@link spillway.Fragment.verify|verify} messages.
         * @param message Fragment message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.Fragment.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Fragment message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.Fragment & spillway.Fragment.$Shape} Fragment
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.Fragment & spillway.Fragment.$Shape;

        /**
         * Gets the type url for Fragment
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Fragment {

        /** Properties of a Fragment. */
        interface $Properties {

            /** Fragment source */
            source?: (number|null);

            /** Fragment spill */
            spill?: (number|null);

            /** Fragment event */
            event?: (number|null);

            /** Fragment tick */
            tick?: (number|null);

            /** Fragment body */
            body?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Fragment. */
        type $Shape = spillway.Fragment.$Properties;
    }

    /**
     * Properties of a Payload.
     * @deprecated Use spillway.Payload.$Properties instead.
     */
    interface IPayload extends spillway.Payload.$Properties {
    }

    /** Represents a Payload. */
    class Payload {

        /**
         * Constructs a new Payload.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.Payload.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Payload bodies. */
        bodies: spillway.Payload.Named.$Properties[];

        /**
         * Encodes the specified Payload message. Does not implicitly {@link spillway.Payload.verify|verify} messages.
         * @param message Payload message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.Payload.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Payload message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.Payload & spillway.Payload.$Shape} Payload
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.Payload & spillway.Payload.$Shape;

        /**
         * Gets the type url for Payload
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Payload {

        /** Properties of a Payload. */
        interface $Properties {

            /** Payload bodies */
            bodies?: (spillway.Payload.Named.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Payload. */
        type $Shape = spillway.Payload.$Properties;

        /**
         * Properties of a Named.
         * @deprecated Use spillway.Payload.Named.$Properties instead.
         */
        interface INamed extends spillway.Payload.Named.$Properties {
        }

        /** Represents a Named. */
        class Named {

            /**
             * Constructs a new Named.
             * @param [properties] Properties to set
             */
            constructor(properties?: spillway.Payload.Named.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Named source. */
            source: string;

            /** Named body. */
            body: Uint8Array;

            /**
             * Encodes the specified Named message. Does not implicitly {@link spillway.Payload.Named.verify|verify} messages.
             * @param message Named message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: spillway.Payload.Named.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Named message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {spillway.Payload.Named & spillway.Payload.Named.$Shape} Named
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.Payload.Named & spillway.Payload.Named.$Shape;

            /**
             * Gets the type url for Named
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Named {

            /** Properties of a Named. */
            interface $Properties {

                /** Named source */
                source?: (string|null);

                /** Named body */
                body?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Named. */
            type $Shape = spillway.Payload.Named.$Properties;
        }
    }

    /**
     * Properties of a Scalers.
     * @deprecated Use spillway.Scalers.$Properties instead.
     */
    interface IScalers extends spillway.Scalers.$Properties {
    }

    /** Represents a Scalers. */
    class Scalers {

        /**
         * Constructs a new Scalers.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.Scalers.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Scalers singles. */
        singles: number[];

        /** Scalers veto. */
        veto: number;

        /** Scalers coincidences. */
        coincidences: number;

        /** Scalers coincidencePairs. */
        coincidencePairs: number;

        /** Scalers ecalTerm. */
        ecalTerm: number;

        /** Scalers presented. */
        presented: number[];

        /** Scalers accepted. */
        accepted: number[];

        /** Scalers busyTicks. */
        busyTicks: number;

        /** Scalers clockTicks. */
        clockTicks: number;

        /** Scalers busyCoincidences. */
        busyCoincidences: number;

        /** Scalers met. */
        met: number[];

        /** Scalers fired. */
        fired: number[];

        /** Scalers kept. */
        kept: number[];

        /**
         * Encodes the specified Scalers message. Does not implicitly {@link spillway.Scalers.verify|verify} messages.
         * @param message Scalers message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.Scalers.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Scalers message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.Scalers & spillway.Scalers.$Shape} Scalers
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.Scalers & spillway.Scalers.$Shape;

        /**
         * Gets the type url for Scalers
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Scalers {

        /** Properties of a Scalers. */
        interface $Properties {

            /** Scalers singles */
            singles?: (number[]|null);

            /** Scalers veto */
            veto?: (number|null);

            /** Scalers coincidences */
            coincidences?: (number|null);

            /** Scalers coincidencePairs */
            coincidencePairs?: (number|null);

            /** Scalers ecalTerm */
            ecalTerm?: (number|null);

            /** Scalers presented */
            presented?: (number[]|null);

            /** Scalers accepted */
            accepted?: (number[]|null);

            /** Scalers busyTicks */
            busyTicks?: (number|null);

            /** Scalers clockTicks */
            clockTicks?: (number|null);

            /** Scalers busyCoincidences */
            busyCoincidences?: (number|null);

            /** Scalers met */
            met?: (number[]|null);

            /** Scalers fired */
            fired?: (number[]|null);

            /** Scalers kept */
            kept?: (number[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Scalers. */
        type $Shape = spillway.Scalers.$Properties;
    }

    /**
     * Properties of an EndOfBurst.
     * @deprecated Use spillway.EndOfBurst.$Properties instead.
     */
    interface IEndOfBurst extends spillway.EndOfBurst.$Properties {
    }

    /** Represents an EndOfBurst. */
    class EndOfBurst {

        /**
         * Constructs a new EndOfBurst.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.EndOfBurst.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** EndOfBurst run. */
        run: number;

        /** EndOfBurst spill. */
        spill: number;

        /** EndOfBurst events. */
        events: number;

        /** EndOfBurst scalers. */
        scalers?: (spillway.Scalers.$Properties|null);

        /** EndOfBurst coincidences. */
        coincidences: number[];

        /** EndOfBurst busyCoincidences. */
        busyCoincidences: number[];

        /** EndOfBurst setAside. */
        setAside: number;

        /**
         * Encodes the specified EndOfBurst message. Does not implicitly {@link spillway.EndOfBurst.verify|verify} messages.
         * @param message EndOfBurst message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.EndOfBurst.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an EndOfBurst message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.EndOfBurst & spillway.EndOfBurst.$Shape} EndOfBurst
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.EndOfBurst & spillway.EndOfBurst.$Shape;

        /**
         * Gets the type url for EndOfBurst
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace EndOfBurst {

        /** Properties of an EndOfBurst. */
        interface $Properties {

            /** EndOfBurst run */
            run?: (number|null);

            /** EndOfBurst spill */
            spill?: (number|null);

            /** EndOfBurst events */
            events?: (number|null);

            /** EndOfBurst scalers */
            scalers?: (spillway.Scalers.$Properties|null);

            /** EndOfBurst coincidences */
            coincidences?: (number[]|null);

            /** EndOfBurst busyCoincidences */
            busyCoincidences?: (number[]|null);

            /** EndOfBurst setAside */
            setAside?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an EndOfBurst. */
        type $Shape = spillway.EndOfBurst.$Properties;
    }

    /**
     * Properties of a Particles.
     * @deprecated Use spillway.Particles.$Properties instead.
     */
    interface IParticles extends spillway.Particles.$Properties {
    }

    /** Represents a Particles. */
    class Particles {

        /**
         * Constructs a new Particles.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.Particles.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Particles electron. */
        electron: number;

        /** Particles pion. */
        pion: number;

        /** Particles kaon. */
        kaon: number;

        /** Particles muon. */
        muon: number;

        /**
         * Encodes the specified Particles message. Does not implicitly {@link spillway.Particles.verify|verify} messages.
         * @param message Particles message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.Particles.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Particles message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.Particles & spillway.Particles.$Shape} Particles
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.Particles & spillway.Particles.$Shape;

        /**
         * Gets the type url for Particles
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Particles {

        /** Properties of a Particles. */
        interface $Properties {

            /** Particles electron */
            electron?: (number|null);

            /** Particles pion */
            pion?: (number|null);

            /** Particles kaon */
            kaon?: (number|null);

            /** Particles muon */
            muon?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Particles. */
        type $Shape = spillway.Particles.$Properties;
    }

    /**
     * Properties of an Outcomes.
     * @deprecated Use spillway.Outcomes.$Properties instead.
     */
    interface IOutcomes extends spillway.Outcomes.$Properties {
    }

    /** Represents an Outcomes. */
    class Outcomes {

        /**
         * Constructs a new Outcomes.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.Outcomes.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Outcomes missedCounters. */
        missedCounters: number;

        /** Outcomes vetoed. */
        vetoed: number;

        /** Outcomes mergedWithPrevious. */
        mergedWithPrevious: number;

        /** Outcomes noTerm. */
        noTerm: number;

        /** Outcomes prescaled. */
        prescaled: number;

        /** Outcomes deadTime. */
        deadTime: number;

        /** Outcomes throttled. */
        throttled: number;

        /** Outcomes bufferFull. */
        bufferFull: number;

        /** Outcomes lostInBuilding. */
        lostInBuilding: number;

        /** Outcomes recorded. */
        recorded: number;

        /**
         * Encodes the specified Outcomes message. Does not implicitly {@link spillway.Outcomes.verify|verify} messages.
         * @param message Outcomes message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.Outcomes.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Outcomes message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.Outcomes & spillway.Outcomes.$Shape} Outcomes
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.Outcomes & spillway.Outcomes.$Shape;

        /**
         * Gets the type url for Outcomes
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Outcomes {

        /** Properties of an Outcomes. */
        interface $Properties {

            /** Outcomes missedCounters */
            missedCounters?: (number|null);

            /** Outcomes vetoed */
            vetoed?: (number|null);

            /** Outcomes mergedWithPrevious */
            mergedWithPrevious?: (number|null);

            /** Outcomes noTerm */
            noTerm?: (number|null);

            /** Outcomes prescaled */
            prescaled?: (number|null);

            /** Outcomes deadTime */
            deadTime?: (number|null);

            /** Outcomes throttled */
            throttled?: (number|null);

            /** Outcomes bufferFull */
            bufferFull?: (number|null);

            /** Outcomes lostInBuilding */
            lostInBuilding?: (number|null);

            /** Outcomes recorded */
            recorded?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Outcomes. */
        type $Shape = spillway.Outcomes.$Properties;
    }

    /**
     * Properties of a Ledger.
     * @deprecated Use spillway.Ledger.$Properties instead.
     */
    interface ILedger extends spillway.Ledger.$Properties {
    }

    /** Represents a Ledger. */
    class Ledger {

        /**
         * Constructs a new Ledger.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.Ledger.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Ledger particles. */
        particles?: (spillway.Particles.$Properties|null);

        /** Ledger electronsOnTarget. */
        electronsOnTarget: number;

        /** Ledger outcomes. */
        outcomes?: (spillway.Outcomes.$Properties|null);

        /** Ledger clockTriggers. */
        clockTriggers?: (spillway.Outcomes.$Properties|null);

        /** Ledger scalers. */
        scalers?: (spillway.Scalers.$Properties|null);

        /** Ledger triggers. */
        triggers: number;

        /** Ledger triggersLive. */
        triggersLive: number;

        /**
         * Encodes the specified Ledger message. Does not implicitly {@link spillway.Ledger.verify|verify} messages.
         * @param message Ledger message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.Ledger.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Ledger message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.Ledger & spillway.Ledger.$Shape} Ledger
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.Ledger & spillway.Ledger.$Shape;

        /**
         * Gets the type url for Ledger
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Ledger {

        /** Properties of a Ledger. */
        interface $Properties {

            /** Ledger particles */
            particles?: (spillway.Particles.$Properties|null);

            /** Ledger electronsOnTarget */
            electronsOnTarget?: (number|null);

            /** Ledger outcomes */
            outcomes?: (spillway.Outcomes.$Properties|null);

            /** Ledger clockTriggers */
            clockTriggers?: (spillway.Outcomes.$Properties|null);

            /** Ledger scalers */
            scalers?: (spillway.Scalers.$Properties|null);

            /** Ledger triggers */
            triggers?: (number|null);

            /** Ledger triggersLive */
            triggersLive?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Ledger. */
        type $Shape = spillway.Ledger.$Properties;
    }

    /**
     * Properties of a HistogramBins.
     * @deprecated Use spillway.HistogramBins.$Properties instead.
     */
    interface IHistogramBins extends spillway.HistogramBins.$Properties {
    }

    /** Represents a HistogramBins. */
    class HistogramBins {

        /**
         * Constructs a new HistogramBins.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.HistogramBins.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HistogramBins name. */
        name: string;

        /** HistogramBins bin. */
        bin: number[];

        /** HistogramBins count. */
        count: number[];

        /**
         * Encodes the specified HistogramBins message. Does not implicitly {@link spillway.HistogramBins.verify|verify} messages.
         * @param message HistogramBins message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.HistogramBins.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HistogramBins message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.HistogramBins & spillway.HistogramBins.$Shape} HistogramBins
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.HistogramBins & spillway.HistogramBins.$Shape;

        /**
         * Gets the type url for HistogramBins
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace HistogramBins {

        /** Properties of a HistogramBins. */
        interface $Properties {

            /** HistogramBins name */
            name?: (string|null);

            /** HistogramBins bin */
            bin?: (number[]|null);

            /** HistogramBins count */
            count?: (number[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HistogramBins. */
        type $Shape = spillway.HistogramBins.$Properties;
    }

    /**
     * Properties of a Counts.
     * @deprecated Use spillway.Counts.$Properties instead.
     */
    interface ICounts extends spillway.Counts.$Properties {
    }

    /** Represents a Counts. */
    class Counts {

        /**
         * Constructs a new Counts.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.Counts.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Counts spills. */
        spills: number;

        /** Counts scalers. */
        scalers?: (spillway.Scalers.$Properties|null);

        /** Counts events. */
        events: number;

        /** Counts physics. */
        physics: number;

        /** Counts sealed. */
        sealed: number;

        /** Counts cutflow. */
        cutflow: number[];

        /** Counts regions. */
        regions: number[];

        /** Counts histograms. */
        histograms: spillway.HistogramBins.$Properties[];

        /** Counts box. */
        box: number;

        /** Counts cuts. */
        cuts: string[];

        /** Counts regionNames. */
        regionNames: string[];

        /** Counts building. */
        building?: (spillway.Building.$Properties|null);

        /** Counts setAside. */
        setAside: number;

        /** Counts badSpills. */
        badSpills: number;

        /**
         * Encodes the specified Counts message. Does not implicitly {@link spillway.Counts.verify|verify} messages.
         * @param message Counts message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.Counts.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Counts message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.Counts & spillway.Counts.$Shape} Counts
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.Counts & spillway.Counts.$Shape;

        /**
         * Gets the type url for Counts
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Counts {

        /** Properties of a Counts. */
        interface $Properties {

            /** Counts spills */
            spills?: (number|null);

            /** Counts scalers */
            scalers?: (spillway.Scalers.$Properties|null);

            /** Counts events */
            events?: (number|null);

            /** Counts physics */
            physics?: (number|null);

            /** Counts sealed */
            sealed?: (number|null);

            /** Counts cutflow */
            cutflow?: (number[]|null);

            /** Counts regions */
            regions?: (number[]|null);

            /** Counts histograms */
            histograms?: (spillway.HistogramBins.$Properties[]|null);

            /** Counts box */
            box?: (number|null);

            /** Counts cuts */
            cuts?: (string[]|null);

            /** Counts regionNames */
            regionNames?: (string[]|null);

            /** Counts building */
            building?: (spillway.Building.$Properties|null);

            /** Counts setAside */
            setAside?: (number|null);

            /** Counts badSpills */
            badSpills?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Counts. */
        type $Shape = spillway.Counts.$Properties;
    }

    /**
     * Properties of a Building.
     * @deprecated Use spillway.Building.$Properties instead.
     */
    interface IBuilding extends spillway.Building.$Properties {
    }

    /** Represents a Building. */
    class Building {

        /**
         * Constructs a new Building.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.Building.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Building fragments. */
        fragments: number;

        /** Building used. */
        used: number;

        /** Building duplicates. */
        duplicates: number;

        /** Building late. */
        late: number;

        /** Building misplaced. */
        misplaced: number;

        /** Building damaged. */
        damaged: number;

        /** Building strays. */
        strays: number;

        /** Building complete. */
        complete: number;

        /** Building incomplete. */
        incomplete: number;

        /** Building missing. */
        missing: number;

        /**
         * Encodes the specified Building message. Does not implicitly {@link spillway.Building.verify|verify} messages.
         * @param message Building message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.Building.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Building message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.Building & spillway.Building.$Shape} Building
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.Building & spillway.Building.$Shape;

        /**
         * Gets the type url for Building
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Building {

        /** Properties of a Building. */
        interface $Properties {

            /** Building fragments */
            fragments?: (number|null);

            /** Building used */
            used?: (number|null);

            /** Building duplicates */
            duplicates?: (number|null);

            /** Building late */
            late?: (number|null);

            /** Building misplaced */
            misplaced?: (number|null);

            /** Building damaged */
            damaged?: (number|null);

            /** Building strays */
            strays?: (number|null);

            /** Building complete */
            complete?: (number|null);

            /** Building incomplete */
            incomplete?: (number|null);

            /** Building missing */
            missing?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Building. */
        type $Shape = spillway.Building.$Properties;
    }

    /**
     * Properties of a TriggerDigest.
     * @deprecated Use spillway.TriggerDigest.$Properties instead.
     */
    interface ITriggerDigest extends spillway.TriggerDigest.$Properties {
    }

    /** Represents a TriggerDigest. */
    class TriggerDigest {

        /**
         * Constructs a new TriggerDigest.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.TriggerDigest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TriggerDigest slice. */
        slice: number;

        /** TriggerDigest kind. */
        kind: number;

        /** TriggerDigest index. */
        index: number;

        /** TriggerDigest decision. */
        decision: number;

        /** TriggerDigest primitivesCrc. */
        primitivesCrc: number;

        /** TriggerDigest reconstructedCrc. */
        reconstructedCrc: number;

        /**
         * Encodes the specified TriggerDigest message. Does not implicitly {@link spillway.TriggerDigest.verify|verify} messages.
         * @param message TriggerDigest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.TriggerDigest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TriggerDigest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.TriggerDigest & spillway.TriggerDigest.$Shape} TriggerDigest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.TriggerDigest & spillway.TriggerDigest.$Shape;

        /**
         * Gets the type url for TriggerDigest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace TriggerDigest {

        /** Properties of a TriggerDigest. */
        interface $Properties {

            /** TriggerDigest slice */
            slice?: (number|null);

            /** TriggerDigest kind */
            kind?: (number|null);

            /** TriggerDigest index */
            index?: (number|null);

            /** TriggerDigest decision */
            decision?: (number|null);

            /** TriggerDigest primitivesCrc */
            primitivesCrc?: (number|null);

            /** TriggerDigest reconstructedCrc */
            reconstructedCrc?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TriggerDigest. */
        type $Shape = spillway.TriggerDigest.$Properties;
    }

    /**
     * Properties of a SpillDigest.
     * @deprecated Use spillway.SpillDigest.$Properties instead.
     */
    interface ISpillDigest extends spillway.SpillDigest.$Properties {
    }

    /** Represents a SpillDigest. */
    class SpillDigest {

        /**
         * Constructs a new SpillDigest.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.SpillDigest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SpillDigest ledger. */
        ledger?: (spillway.Ledger.$Properties|null);

        /** SpillDigest counts. */
        counts?: (spillway.Counts.$Properties|null);

        /** SpillDigest triggers. */
        triggers: spillway.TriggerDigest.$Properties[];

        /**
         * Encodes the specified SpillDigest message. Does not implicitly {@link spillway.SpillDigest.verify|verify} messages.
         * @param message SpillDigest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.SpillDigest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SpillDigest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.SpillDigest & spillway.SpillDigest.$Shape} SpillDigest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.SpillDigest & spillway.SpillDigest.$Shape;

        /**
         * Gets the type url for SpillDigest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SpillDigest {

        /** Properties of a SpillDigest. */
        interface $Properties {

            /** SpillDigest ledger */
            ledger?: (spillway.Ledger.$Properties|null);

            /** SpillDigest counts */
            counts?: (spillway.Counts.$Properties|null);

            /** SpillDigest triggers */
            triggers?: (spillway.TriggerDigest.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SpillDigest. */
        type $Shape = spillway.SpillDigest.$Properties;
    }

    /**
     * Properties of a TruthParticle.
     * @deprecated Use spillway.TruthParticle.$Properties instead.
     */
    interface ITruthParticle extends spillway.TruthParticle.$Properties {
    }

    /** Represents a TruthParticle. */
    class TruthParticle {

        /**
         * Constructs a new TruthParticle.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.TruthParticle.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TruthParticle id. */
        id: string;

        /** TruthParticle kind. */
        kind: string;

        /** TruthParticle timeTicks. */
        timeTicks: number;

        /** TruthParticle momentumGev. */
        momentumGev: number;

        /** TruthParticle ecalGev. */
        ecalGev: number;

        /**
         * Encodes the specified TruthParticle message. Does not implicitly {@link spillway.TruthParticle.verify|verify} messages.
         * @param message TruthParticle message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.TruthParticle.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TruthParticle message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.TruthParticle & spillway.TruthParticle.$Shape} TruthParticle
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.TruthParticle & spillway.TruthParticle.$Shape;

        /**
         * Gets the type url for TruthParticle
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace TruthParticle {

        /** Properties of a TruthParticle. */
        interface $Properties {

            /** TruthParticle id */
            id?: (string|null);

            /** TruthParticle kind */
            kind?: (string|null);

            /** TruthParticle timeTicks */
            timeTicks?: (number|null);

            /** TruthParticle momentumGev */
            momentumGev?: (number|null);

            /** TruthParticle ecalGev */
            ecalGev?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TruthParticle. */
        type $Shape = spillway.TruthParticle.$Properties;
    }

    /**
     * Properties of a Truth.
     * @deprecated Use spillway.Truth.$Properties instead.
     */
    interface ITruth extends spillway.Truth.$Properties {
    }

    /** Represents a Truth. */
    class Truth {

        /**
         * Constructs a new Truth.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.Truth.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Truth event. */
        event: number;

        /** Truth id. */
        id: string;

        /** Truth particles. */
        particles: spillway.TruthParticle.$Properties[];

        /** Truth type. */
        type: number;

        /**
         * Encodes the specified Truth message. Does not implicitly {@link spillway.Truth.verify|verify} messages.
         * @param message Truth message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.Truth.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Truth message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.Truth & spillway.Truth.$Shape} Truth
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.Truth & spillway.Truth.$Shape;

        /**
         * Gets the type url for Truth
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Truth {

        /** Properties of a Truth. */
        interface $Properties {

            /** Truth event */
            event?: (number|null);

            /** Truth id */
            id?: (string|null);

            /** Truth particles */
            particles?: (spillway.TruthParticle.$Properties[]|null);

            /** Truth type */
            type?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Truth. */
        type $Shape = spillway.Truth.$Properties;
    }

    /**
     * Properties of a Fault.
     * @deprecated Use spillway.Fault.$Properties instead.
     */
    interface IFault extends spillway.Fault.$Properties {
    }

    /** Represents a Fault. */
    class Fault {

        /**
         * Constructs a new Fault.
         * @param [properties] Properties to set
         */
        constructor(properties?: spillway.Fault.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Fault name. */
        name: string;

        /** Fault kind. */
        kind: string;

        /** Fault spill. */
        spill: number;

        /** Fault event. */
        event: number;

        /** Fault source. */
        source: string;

        /** Fault channel. */
        channel?: (number|null);

        /** Fault fromTick. */
        fromTick: number;

        /** Fault toTick. */
        toTick: number;

        /**
         * Encodes the specified Fault message. Does not implicitly {@link spillway.Fault.verify|verify} messages.
         * @param message Fault message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: spillway.Fault.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Fault message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {spillway.Fault & spillway.Fault.$Shape} Fault
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): spillway.Fault & spillway.Fault.$Shape;

        /**
         * Gets the type url for Fault
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Fault {

        /** Properties of a Fault. */
        interface $Properties {

            /** Fault name */
            name?: (string|null);

            /** Fault kind */
            kind?: (string|null);

            /** Fault spill */
            spill?: (number|null);

            /** Fault event */
            event?: (number|null);

            /** Fault source */
            source?: (string|null);

            /** Fault channel */
            channel?: (number|null);

            /** Fault fromTick */
            fromTick?: (number|null);

            /** Fault toTick */
            toTick?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Fault. */
        type $Shape = spillway.Fault.$Properties;
    }
}
